package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import java.time.Instant;

/**
 * Sends plain mail. What is sent is written into the outbox in the caller's transaction, and goes when that has
 * committed: once, as soon as the mail server takes it. Nothing is thrown for a mail that can't go; the operators see
 * it on their page.
 */
public interface Mailer {
    /** Sends within the next days, or not at all. */
    void send(EmailAddress to, String subject, String text);

    /**
     * Sends before this moment or not at all.
     *
     * @param until when the mail is worth nothing any more, such as the end of a link in it
     */
    void send(EmailAddress to, String subject, String text, Instant until);

    /** Whether there is a server to send by. Without one, nothing is kept and nothing is sent. */
    boolean configured();
}
