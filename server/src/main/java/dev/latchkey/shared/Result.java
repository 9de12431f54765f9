package dev.latchkey.shared;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What came of something that may be refused. */
public sealed interface Result<T> {
    /** It was done. */
    record Ok<T>(T value) implements Result<T> {}

    /** Nothing was done, and these are the reasons. */
    record Refused<T>(List<Problem> problems) implements Result<T> {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** The same with another value, or the same reasons. */
    default <R> Result<R> map(Function<? super T, ? extends R> of) {
        return flatMap(value -> new Ok<>(of.apply(value)));
    }

    /** What comes next of the value, or the same reasons. */
    default <R> Result<R> flatMap(Function<? super T, Result<R>> next) {
        return switch (this) {
            case Ok<T>(T value) -> next.apply(value);
            case Refused<T>(List<Problem> problems) -> new Refused<>(problems);
        };
    }

    static <T> Result<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Result<T> refused(ErrorCode code, String detail) {
        return new Refused<>(List.of(new Problem(code, detail)));
    }

    /** Refused for the problem where there is one; what comes of the rest otherwise. */
    static <T> Result<T> of(Optional<Problem> problem, Supplier<Result<T>> otherwise) {
        return problem.<Result<T>>map(each -> new Refused<>(List.of(each))).orElseGet(otherwise);
    }
}
