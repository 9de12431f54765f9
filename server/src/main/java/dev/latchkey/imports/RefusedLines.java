package dev.latchkey.imports;

import dev.latchkey.shared.Problem;
import dev.latchkey.web.SafeCsv;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The lines that would not be or were not imported, as a file to correct and upload again. */
final class RefusedLines {
    private RefusedLines() {}

    private static String reason(Problem problem) {
        String meaning = problem.code().meaning();
        return problem.why() == null ? meaning : meaning + " " + problem.why();
    }

    /** UTF-8 with a byte order mark; the first columns are ignored by an import. */
    static byte[] csv(List<ImportPlan.Refused> refused) {
        StringWriter out = new StringWriter();
        out.write('\uFEFF');
        try (SafeCsv csv = new SafeCsv(out)) {
            head(csv);
            for (ImportPlan.Refused each : refused) {
                line(csv, each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes everything", e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static void head(SafeCsv csv) throws IOException {
        csv.line("line", "code", "reason", "email", "name", "admin", "kind", "accounts");
    }

    static void line(SafeCsv csv, ImportPlan.Refused each) throws IOException {
        Sheet.Line line = each.line();
        csv.line(
                line.number(),
                each.problems().stream()
                        .map(problem -> problem.code().code())
                        .collect(Collectors.joining(" ")),
                each.problems().stream().map(RefusedLines::reason).collect(Collectors.joining(" ")),
                line.email(),
                line.name(),
                line.admin(),
                line.kind(),
                line.accounts());
    }
}
