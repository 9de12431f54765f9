package dev.latchkey.shared;

import java.util.function.Predicate;

/** What a failure came from. */
public final class Causes {
    /** A failure may be its own cause in the end. */
    private static final int DEEPEST = 20;

    private Causes() {}

    /** Whether the failure, or something that it came from, is one of these. */
    public static boolean any(Throwable failure, Predicate<? super Throwable> these) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (these.test(each)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
