package dev.latchkey.directory;

import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.csv.CsvRow;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a file of users, with or without a header. */
final class SheetReader {
    static final int MOST_BYTES = 8 * 1024 * 1024;
    static final int MOST_LINES = 50_000;

    private final List<Sheet.Line> lines = new ArrayList<>();
    private @Nullable SheetColumns columns;

    private SheetReader() {}

    static Result<Sheet> read(ImportFile file) {
        if (file.content().length > MOST_BYTES) {
            return Result.refused(ImportError.FILE_TOO_LARGE, file.content().length + " bytes");
        }
        try (CsvRows rows = CsvFormat.open(file.content(), file.encoding())) {
            return new SheetReader().all(rows);
        } catch (CsvException e) {
            return Result.refused(ImportError.of(e.fault()), e.detail());
        } catch (IOException e) {
            throw new UncheckedIOException("what is in memory can be read", e);
        }
    }

    private Result<Sheet> all(CsvRows rows) throws IOException {
        for (Optional<CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
            Problem problem = take(row.get());
            if (problem != null) {
                return new Result.Refused<>(List.of(problem));
            }
        }
        return columns == null || lines.isEmpty()
                ? Result.refused(ImportError.NOTHING_IN_IT, "")
                : Result.ok(new Sheet(lines, columns.ignored()));
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
        if (lines.size() == MOST_LINES) {
            return new Problem(ImportError.TOO_MANY_LINES, null);
        }
        lines.add(columns.line(row));
        return null;
    }
}
