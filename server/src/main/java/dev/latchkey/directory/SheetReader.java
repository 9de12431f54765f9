package dev.latchkey.directory;

import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads a file of users: separated by commas, semicolons or tabs, with or without a header. */
final class SheetReader {
    static final int MOST_LINES = 50_000;

    private final List<Sheet.Line> lines = new ArrayList<>();
    private @Nullable SheetColumns columns;

    private SheetReader() {}

    static Result<Sheet> read(String text) {
        return new SheetReader().all(text);
    }

    private Result<Sheet> all(String text) {
        int number = 1;
        try (CSVParser parser = parser(text)) {
            Iterator<CSVRecord> rows = parser.iterator();
            while (rows.hasNext()) {
                Problem problem = take(rows.next(), number);
                if (problem != null) {
                    return new Result.Refused<>(List.of(problem));
                }
                number = (int) parser.getCurrentLineNumber() + 1;
            }
        } catch (UncheckedIOException | IOException e) {
            return Result.refused(ImportError.NOT_CSV, "from line " + number + " on");
        }
        return columns == null || lines.isEmpty()
                ? Result.refused(ImportError.NOTHING_IN_IT, "")
                : Result.ok(new Sheet(lines, columns.ignored()));
    }

    /** Empty lines count, so that the numbers are those that an editor shows. */
    private static CSVParser parser(String text) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(CsvSeparator.of(text))
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .get()
                .parse(new StringReader(text));
    }

    private @Nullable Problem take(CSVRecord row, int number) {
        if (isBlank(row)) {
            return null;
        }
        if (columns == null) {
            switch (SheetColumns.of(row)) {
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
        lines.add(columns.line(row, number));
        return null;
    }

    private static boolean isBlank(CSVRecord row) {
        return row.stream().allMatch(String::isBlank);
    }
}
