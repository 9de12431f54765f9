package dev.latchkey.turns;

/**
 * There is more heavy work than this node can do now. Nothing was begun; the page shell answers 503 and says when to
 * come back.
 */
public final class Overloaded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Overloaded(String work) {
        // It is thrown often when it is thrown at all, and where it comes from is no secret.
        super("too much of it at once: " + work, null, false, false);
    }
}
