package dev.latchkey.mail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the mail server does.
 *
 * @param failures how often in a row it was away
 * @param retryAt before this moment it is left alone
 * @param problem what went wrong last, in plain words
 */
record MailServerState(
        int failures,
        @Nullable Instant awaySince,
        @Nullable Instant retryAt,
        @Nullable String problem,
        @Nullable Instant lastSentAt) {
    public boolean away() {
        return awaySince != null;
    }
}
