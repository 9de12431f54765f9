package dev.latchkey.review;

import dev.latchkey.directory.CsvSeparator;
import dev.latchkey.shared.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * What the first bytes of a file tell: its encoding, its separator, its first lines.
 *
 */
record FileHead(CsvFormat format, List<List<String>> lines) {
    static final int BYTES = 256 * 1024;
    private static final int LINES = 11;
    private static final int LONGEST_CELL = 300;
    private static final int MOST_CELLS = 200;

    private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_BIG = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16_LITTLE = {(byte) 0xFF, (byte) 0xFE};
    private static final List<byte[]> BINARY =
            List.of(
                    new byte[] {'P', 'K', 3, 4},
                    new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0},
                    new byte[] {0x1F, (byte) 0x8B},
                    new byte[] {'%', 'P', 'D', 'F'});

    FileHead {
        lines = List.copyOf(lines);
    }

    static Result<FileHead> of(byte[] bytes, boolean whole) {
        if (bytes.length == 0) {
            return Result.refused(ReviewError.FILE_MISSING, "");
        }
        if (BINARY.stream().anyMatch(mark -> begins(bytes, mark))) {
            return Result.refused(ReviewError.WORKBOOK, "");
        }
        if (begins(bytes, UTF_16_BIG)) {
            return read(bytes, 2, StandardCharsets.UTF_16BE, whole);
        }
        if (begins(bytes, UTF_16_LITTLE)) {
            return read(bytes, 2, StandardCharsets.UTF_16LE, whole);
        }
        return read(bytes, begins(bytes, UTF_8) ? UTF_8.length : 0, StandardCharsets.UTF_8, whole);
    }

    /** The head of a file whose format is known. */
    static List<List<String>> lines(byte[] bytes, CsvFormat format) throws IOException {
        return lines(bytes, format, false);
    }

    private static boolean begins(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    private static Result<FileHead> read(byte[] bytes, int mark, Charset charset, boolean whole) {
        CsvFormat format =
                new CsvFormat(
                        charset,
                        mark,
                        CsvSeparator.of(new String(bytes, mark, bytes.length - mark, charset)));
        try {
            List<List<String>> lines = lines(bytes, format, whole);
            return lines.isEmpty()
                    ? Result.refused(ReviewError.FILE_MISSING, "")
                    : Result.ok(new FileHead(format, lines));
        } catch (BoundedRecords.Unreadable e) {
            return Result.refused(e.error(), "");
        } catch (CharacterCodingException e) {
            return Result.refused(ReviewError.NOT_TEXT, "");
        } catch (IOException e) {
            return Result.refused(ReviewError.NOT_CSV, "line 1");
        }
    }

    /** What lies behind the first lines is not looked at: the bytes may end within a letter or a cell. */
    private static List<List<String>> lines(byte[] bytes, CsvFormat format, boolean whole)
            throws IOException {
        List<List<String>> lines = new ArrayList<>();
        try (CsvFormat.Open open = format.open(new ByteArrayInputStream(bytes))) {
            Iterator<CSVRecord> records = open.parser().iterator();
            while (lines.size() < LINES && records.hasNext()) {
                CSVRecord row = records.next();
                open.guard().complete();
                if (row.stream().anyMatch(cell -> !cell.isBlank())) {
                    lines.add(row.stream().limit(MOST_CELLS).map(FileHead::cut).toList());
                }
            }
        } catch (UncheckedIOException e) {
            if (lines.isEmpty() || whole) {
                throw e.getCause();
            }
        }
        return lines;
    }

    private static String cut(String cell) {
        return cell.length() > LONGEST_CELL ? cell.substring(0, LONGEST_CELL) : cell;
    }
}
