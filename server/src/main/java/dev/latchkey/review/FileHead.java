package dev.latchkey.review;

import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.csv.CsvRow;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.shared.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the first bytes of a file tell: its encoding, its separator, its first lines.
 *
 */
record FileHead(CsvFormat format, List<List<String>> lines) {
    static final int BYTES = CsvFormat.HEAD;
    private static final int LINES = 11;
    private static final int LONGEST_CELL = 300;
    private static final int MOST_CELLS = 200;

    FileHead {
        lines = List.copyOf(lines);
    }

    static Result<FileHead> of(byte[] bytes, boolean whole, Optional<CsvEncoding> encoding)
            throws IOException {
        try {
            CsvFormat format = CsvFormat.of(bytes, encoding);
            List<List<String>> lines = lines(bytes, format, whole);
            return lines.isEmpty()
                    ? Result.refused(ReviewError.FILE_MISSING, "")
                    : Result.ok(new FileHead(format, lines));
        } catch (CsvException e) {
            return Result.refused(ReviewError.of(e.fault()), e.detail());
        }
    }

    /** The head of a file whose format is known. */
    static List<List<String>> lines(byte[] bytes, CsvFormat format) throws IOException {
        return lines(bytes, format, false);
    }

    /** What lies behind the first lines is not looked at: the bytes may end within a letter or a cell. */
    private static List<List<String>> lines(byte[] bytes, CsvFormat format, boolean whole)
            throws IOException {
        List<List<String>> lines = new ArrayList<>();
        try (CsvRows rows = format.open(new ByteArrayInputStream(bytes))) {
            Optional<CsvRow> row = rows.next();
            while (row.isPresent() && lines.size() < LINES) {
                lines.add(row.get().cells().stream().limit(MOST_CELLS).map(FileHead::cut).toList());
                row = rows.next();
            }
        } catch (CsvException e) {
            if (lines.isEmpty() || whole) {
                throw e;
            }
        }
        return lines;
    }

    private static String cut(String cell) {
        return cell.length() > LONGEST_CELL ? cell.substring(0, LONGEST_CELL) : cell;
    }
}
