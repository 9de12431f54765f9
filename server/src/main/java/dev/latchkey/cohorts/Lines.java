package dev.latchkey.cohorts;

import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.csv.CsvHeading;
import dev.latchkey.csv.CsvRow;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.csv.CsvSeparator;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Visible;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody pasted or uploaded, one thing a line. Of a CSV line the first cell counts, or the one under a heading
 * that says what the lines are; a line of headings is none of them.
 */
public record Lines(List<Line> all) {
    private static final int LONGEST = 300;
    private static final int MOST_CELLS = 200;

    /** A line that says something. */
    record Line(int number, String text) {}

    /** What the lines name. */
    public enum Of {
        USERS,
        DOMAIN,
        ACCOUNT;

        private List<CsvHeading> headings() {
            return switch (this) {
                case USERS -> List.of(CsvHeading.USER, CsvHeading.ADDRESS);
                case DOMAIN -> List.of(CsvHeading.DOMAIN, CsvHeading.ADDRESS);
                case ACCOUNT -> List.of(CsvHeading.ACCOUNT);
            };
        }

        /** The one that a form names; users where it names none. */
        public static Of named(String kind) {
            return Stream.of(values())
                    .filter(of -> of.name().equals(kind))
                    .findFirst()
                    .orElse(USERS);
        }
    }

    /** Users, as they were pasted. */
    public static Lines of(String text) {
        return of(text, Of.USERS);
    }

    /** Of what was pasted, in which a quotation mark is nothing that must be closed. */
    public static Lines of(String text, Of of) {
        Picked picked = new Picked(of);
        int number = 0;
        for (String raw : text.split("\\R", -1)) {
            number++;
            if (!picked.lines.isEmpty() || !CsvSeparator.isTold(raw)) {
                picked.take(number, pasted(raw));
            }
        }
        return new Lines(picked.lines);
    }

    private static List<String> pasted(String line) {
        return Stream.of(Visible.trimmed(line).split("[,;\\t]", MOST_CELLS))
                .map(Lines::unquoted)
                .toList();
    }

    private static String unquoted(String cell) {
        String trimmed = Visible.trimmed(cell);
        return trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"")
                ? Visible.trimmed(trimmed.substring(1, trimmed.length() - 1))
                : trimmed;
    }

    /** Of a file. */
    public static Result<Lines> of(byte[] file, Optional<CsvEncoding> encoding, Of of) {
        Picked picked = new Picked(of);
        try (CsvRows rows = CsvFormat.open(file, encoding)) {
            for (Optional<CsvRow> row = rows.next();
                    row.isPresent() && picked.lines.size() <= Rules.MOST_LINES;
                    row = rows.next()) {
                picked.take((int) row.get().line(), row.get().cells());
            }
            return Result.ok(new Lines(picked.lines));
        } catch (CsvException e) {
            return Result.refused(CohortError.of(e.fault()), e.detail());
        } catch (IOException e) {
            throw new UncheckedIOException("what is in memory can be read", e);
        }
    }

    /** The cells that count. */
    private static final class Picked {
        private final Of of;
        private final List<Line> lines = new ArrayList<>();

        /** Which cell counts; not yet known before the first line that is not blank. */
        private @Nullable Integer place;

        private Picked(Of of) {
            this.of = of;
        }

        private void take(int number, List<String> cells) {
            if (cells.stream().allMatch(String::isEmpty)) {
                return;
            }
            if (place == null) {
                place = CsvHeading.place(cells, of.headings());
                if (place != null) {
                    return;
                }
                place = 0;
            }
            String cell = place < cells.size() ? cells.get(place) : "";
            // A line without that cell is told as it stands.
            String text = cell.isEmpty() ? String.join(",", cells) : cell;
            lines.add(
                    new Line(number, text.length() > LONGEST ? text.substring(0, LONGEST) : text));
        }
    }
}
