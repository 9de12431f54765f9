package dev.latchkey.imports;

import dev.latchkey.directory.DirectoryError;
import dev.latchkey.shared.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The problems of a line, as they are kept in the database. */
final class LineProblems {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of what was typed, so that a hundred problems have room in memory. */
    private static final int LONGEST = 1000;

    private LineProblems() {}

    private record Kept(DirectoryError code, @Nullable String detail, @Nullable String why) {
        static Kept of(Problem problem) {
            if (problem.code() instanceof DirectoryError code) {
                return new Kept(code, cut(problem.detail()), problem.why());
            }
            throw new IllegalArgumentException("no problem of a line: " + problem.code().code());
        }

        /** The line itself is kept, too. */
        private static @Nullable String cut(@Nullable String detail) {
            return detail == null || detail.length() <= LONGEST
                    ? detail
                    : detail.substring(0, LONGEST) + "…";
        }

        Problem problem() {
            return new Problem(code, detail, why);
        }
    }

    static String text(List<Problem> problems) {
        return JSON.writeValueAsString(problems.stream().map(Kept::of).toList());
    }

    static List<Problem> of(String text) {
        return Stream.of(JSON.readValue(text, Kept[].class)).map(Kept::problem).toList();
    }
}
