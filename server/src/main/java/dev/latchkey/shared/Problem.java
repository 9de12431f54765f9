package dev.latchkey.shared;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reason why something can't be done.
 *
 * @param detail what in particular, for the person who can change it; never a secret. It is often what somebody typed,
 *     so what can't be seen in it is made visible here, for every page at once
 * @param why a sentence that says more than the code does; null where there is nothing more to say
 */
public record Problem(ErrorCode code, @Nullable String detail, @Nullable String why) {
    public Problem {
        detail = detail == null ? null : Visible.text(detail);
        why = why == null ? null : Visible.text(why);
    }

    public Problem(ErrorCode code, @Nullable String detail) {
        this(code, detail, null);
    }

    /** A problem where something is wrong, and none where it is not. */
    public static Optional<Problem> when(boolean wrong, ErrorCode code) {
        return wrong ? Optional.of(new Problem(code, null)) : Optional.empty();
    }
}
