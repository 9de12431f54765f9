package dev.latchkey.shared;

/**
 * The answer to another question than the one that was asked. It is never somebody's fault and never somebody's answer:
 * the machine is broken, and whoever asked gets an error page.
 */
public final class WrongAnswer extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    WrongAnswer(String column) {
        super("the answer is another's: " + column);
    }
}
