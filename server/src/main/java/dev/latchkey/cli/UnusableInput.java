package dev.latchkey.cli;

/** What was given can't be judged at all; the message says which part, and never repeats a secret. */
final class UnusableInput extends Exception {
    private static final long serialVersionUID = 1;

    UnusableInput(String message) {
        super(message);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
