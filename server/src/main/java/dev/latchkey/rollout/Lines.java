package dev.latchkey.rollout;

import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.csv.CsvRow;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Visible;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What somebody pasted or uploaded, one thing a line. Of a CSV line the first cell counts. */
record Lines(List<Line> all) {
    private static final int LONGEST = 300;

    /** A line that says something. */
    record Line(int number, String text) {}

    /** Of what was pasted, in which a quotation mark is nothing that must be closed. */
    static Lines of(String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\\R", -1)) {
            number++;
            add(lines, number, pasted(raw));
        }
        return new Lines(lines);
    }

    private static String pasted(String line) {
        String first = Visible.trimmed(Visible.trimmed(line).split("[,;\\t]", 2)[0]);
        return first.length() > 1 && first.startsWith("\"") && first.endsWith("\"")
                ? Visible.trimmed(first.substring(1, first.length() - 1))
                : first;
    }

    /** Of a file. */
    static Result<Lines> of(byte[] file, Optional<CsvEncoding> encoding) {
        List<Line> lines = new ArrayList<>();
        try (CsvRows rows = CsvFormat.open(file, encoding)) {
            for (Optional<CsvRow> row = rows.next();
                    row.isPresent() && lines.size() <= Rules.MOST_LINES;
                    row = rows.next()) {
                add(lines, (int) row.get().line(), row.get().cell(0));
            }
            return Result.ok(new Lines(lines));
        } catch (CsvException e) {
            return Result.refused(RolloutError.of(e.fault()), e.detail());
        } catch (IOException e) {
            throw new UncheckedIOException("what is in memory can be read", e);
        }
    }

    private static void add(List<Line> lines, int number, String text) {
        if (!text.isEmpty()) {
            lines.add(
                    new Line(number, text.length() > LONGEST ? text.substring(0, LONGEST) : text));
        }
    }
}
