package dev.latchkey.imports;

import dev.latchkey.csv.CsvRow;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through a file of users line by line, under its header where it has one. */
final class SheetLines {
    private final int most;
    private final Consumer<Sheet.Line> each;
    private @Nullable SheetColumns columns;
    private int lines;

    private SheetLines(int most, Consumer<Sheet.Line> each) {
        this.most = most;
        this.each = each;
    }

    /** How many lines there were, and which columns mean nothing. */
    record Read(int lines, List<String> ignored) {
        Read {
            ignored = List.copyOf(ignored);
        }
    }

    /** @param most a file with more lines is refused */
    static Result<Read> read(CsvRows rows, int most, Consumer<Sheet.Line> each) throws IOException {
        return new SheetLines(most, each).all(rows);
    }

    private Result<Read> all(CsvRows rows) throws IOException {
        for (Optional<CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
            Problem problem = take(row.get());
            if (problem != null) {
                return new Result.Refused<>(List.of(problem));
            }
        }
        return columns == null || lines == 0
                ? Result.refused(ImportError.NOTHING_IN_IT, "")
                : Result.ok(new Read(lines, columns.ignored()));
    }

    private @Nullable Problem take(CsvRow row) {
        if (columns == null) {
            switch (SheetColumns.of(row.cells())) {
                case Result.Ok<SheetColumns>(SheetColumns found) -> columns = found;
                case Result.Refused<SheetColumns>(List<Problem> problems) -> {
                    return problems.getFirst();
                }
            }
            if (columns.header()) {
                return null;
            }
        }
        if (lines == most) {
            return new Problem(ImportError.TOO_MANY_LINES, null);
        }
        lines++;
        each.accept(columns.line(row));
        return null;
    }
}
