package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;

/** An open line to the mail server. It carries one mail after another, for one thread. */
public interface MailLine extends AutoCloseable {
    /** Sends, waiting first where it would be too fast. */
    Delivery send(EmailAddress to, String subject, String text);

    @Override
    void close();
}
