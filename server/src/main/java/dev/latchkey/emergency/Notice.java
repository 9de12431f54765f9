package dev.latchkey.emergency;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail that one person gets about one thing that happened.
 *
 * @param about the emergency admin
 * @param ip where it came from; null where that says nothing
 */
record Notice(
        OrganizationId organization,
        UUID event,
        UserId recipient,
        Kind kind,
        UserId about,
        Instant at,
        @Nullable String ip,
        int codesLeft) {
    /** What happened. */
    enum Kind {
        NAMED,
        ENDED,
        CODES_MADE,
        USED
    }

    /** Whether it goes to the emergency admin it is about. */
    boolean toThemself() {
        return recipient.equals(about);
    }
}
