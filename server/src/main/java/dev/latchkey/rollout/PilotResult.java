package dev.latchkey.rollout;

import dev.latchkey.shared.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a pilot's test went.
 *
 * @param signedInAt the last sign-in through the connection as it now is, since the pilot was enabled
 * @param failedAt the last failure through it in that time, with its reference number and code
 */
record PilotResult(
        UserId user,
        String email,
        String name,
        Instant nominatedAt,
        String nominatedBy,
        @Nullable Instant enabledAt,
        @Nullable String enabledBy,
        @Nullable Instant signedInAt,
        @Nullable Instant failedAt,
        @Nullable String reference,
        @Nullable String code) {

    public boolean enabled() {
        return enabledAt != null;
    }

    /** The last attempt is what counts: a failure after a success is looked at first. */
    public boolean passed() {
        return signedInAt != null && (failedAt == null || failedAt.isBefore(signedInAt));
    }
}
