package dev.latchkey.mail;

/** The mail server can't be used at this moment; the message says why in plain words, without an address or password. */
public final class MailServerAway extends Exception {
    private static final long serialVersionUID = 1L;

    MailServerAway(String message, Throwable cause) {
        super(message, cause);
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
