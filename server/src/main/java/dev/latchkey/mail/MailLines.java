package dev.latchkey.mail;

/** Lines to the mail server, for whoever has many mails to send one after another. */
public interface MailLines {
    /** Whether there is a server to send by. */
    boolean configured();

    /** How many mails a second may leave this node. */
    int perSecond();

    /** Opens a line. */
    MailLine open() throws MailServerAway;
}
