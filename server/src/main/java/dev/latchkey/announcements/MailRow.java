package dev.latchkey.announcements;

import dev.latchkey.shared.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One user's mail.
 *
 * @param email where it goes or went
 * @param problem what the server said, or why it did not go
 */
record MailRow(
        UserId user,
        String email,
        String key,
        String name,
        MailState state,
        int tries,
        @Nullable Instant settledAt,
        @Nullable String problem,
        @Nullable String acknowledgedBy) {}
