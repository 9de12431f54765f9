package dev.latchkey.imports;

import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a file of users into memory. */
final class SheetReader {
    static final int MOST_BYTES = 8 * 1024 * 1024;
    static final int MOST_LINES = 50_000;

    private SheetReader() {}

    static Result<Sheet> read(ImportFile file) {
        if (file.content().length > MOST_BYTES) {
            return Result.refused(ImportError.FILE_TOO_LARGE, file.content().length + " bytes");
        }
        try (CsvRows rows = CsvFormat.open(file.content(), file.encoding())) {
            List<Sheet.Line> lines = new ArrayList<>();
            return SheetLines.read(rows, MOST_LINES, lines::add)
                    .map(read -> new Sheet(lines, read.ignored()));
        } catch (CsvException e) {
            return Result.refused(ImportError.of(e.fault()), e.detail());
        } catch (IOException e) {
            throw new UncheckedIOException("what is in memory can be read", e);
        }
    }
}
