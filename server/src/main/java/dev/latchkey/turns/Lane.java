package dev.latchkey.turns;

/**
 * For what a thread asks the database: each has connections of its own, so that what is slow can't take those of a
 * sign-in. Whatever no browser waits for, from a job to the start, is {@link #LONG}.
 */
public enum Lane {
    /** An IdP's answer and the session that follows, and the look whether the server is well. */
    SIGN_IN,
    /** What somebody asks who is not known yet: an address, a password, a link. A flood of it waits for itself. */
    DOOR,
    /** A page or a form of somebody who is signed in. */
    PAGE,
    /** What takes its time: jobs, whole lists, imports. */
    LONG;

    private static final ThreadLocal<Lane> PRESENT = ThreadLocal.withInitial(() -> LONG);

    /** This thread's. */
    public static Lane present() {
        return PRESENT.get();
    }

    /** From now on this thread's; returns the one before, to be entered again at the end, whatever happens. */
    public Lane enter() {
        Lane before = PRESENT.get();
        if (this == LONG) {
            PRESENT.remove();
        } else {
            PRESENT.set(this);
        }
        return before;
    }
}
