package dev.latchkey.mail;

import dev.latchkey.shared.MailId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail in the outbox as operators see it, without its text.
 *
 * @param problem what the mail server said, or why it can't go
 * @param kept whether the text is still there, so that it can be sent
 */
record MailItem(
        MailId id,
        String recipient,
        String subject,
        State state,
        Instant createdAt,
        Instant expiresAt,
        int tries,
        @Nullable String problem,
        boolean kept) {

    /** How far it has come. */
    enum State {
        WAITING("waits"),
        SENDING("being sent"),
        HANDED_OVER("being sent"),
        REFUSED("refused"),
        UNSURE("unsure"),
        EXPIRED("expired");

        private final String words;

        State(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        public boolean bad() {
            return this == REFUSED || this == UNSURE || this == EXPIRED;
        }
    }

    /** Whether somebody may have it sent (again), or sooner. */
    public boolean retryable() {
        return kept && (state == State.WAITING || state == State.REFUSED || state == State.UNSURE);
    }

    public boolean droppable() {
        return state != State.SENDING && state != State.HANDED_OVER;
    }
}
