package dev.latchkey.secrets;

/** What is stored of a password. Only {@link Passwords} makes one, so that it is there before a transaction begins. */
public final class PasswordHash {
    private final String text;

    PasswordHash(String text) {
        this.text = text;
    }

    /** For the database, and for nobody else. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
