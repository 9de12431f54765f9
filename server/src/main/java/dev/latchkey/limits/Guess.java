package dev.latchkey.limits;

/** A try that was counted as a wrong one before it was looked at. It stays counted unless somebody says otherwise. */
public final class Guess {
    private boolean givenBack;

    Guess() {}

    /** It was right, so it does not count. */
    public void right() {
        givenBack = true;
    }

    /** Nobody looked whether it was right, so it does not count. */
    public void unchecked() {
        givenBack = true;
    }

    boolean givenBack() {
        return givenBack;
    }
}
