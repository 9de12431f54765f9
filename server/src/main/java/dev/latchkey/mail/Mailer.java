package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;

/** Sends plain mail. */
public interface Mailer {
    void send(EmailAddress to, String subject, String text);

    /** Whether there is a server to send by. */
    boolean configured();
}
