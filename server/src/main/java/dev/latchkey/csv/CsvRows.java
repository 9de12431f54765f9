package dev.latchkey.csv;

import dev.latchkey.shared.Visible;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one after another, without the blank ones. */
public final class CsvRows implements Closeable {
    /** In what the parser says of a quotation mark that nobody closes, and of what follows a closed one. */
    private static final Pattern PLACE = Pattern.compile("startline (\\d+)|line: (\\d+)");

    private final CsvText text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private long line = 1;
    private boolean begun;

    CsvRows(CsvText text, char separator) throws IOException {
        this.text = text;
        this.parser =
                CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(separator)
                        // Empty lines count, so that the numbers are those that an editor shows.
                        .setIgnoreEmptyLines(false)
                        .setIgnoreSurroundingSpaces(true)
                        .get()
                        .parse(new CsvPadding(text, separator));
        this.records = parser.iterator();
    }

    /** The next row; nothing at the end of the file. */
    public Optional<CsvRow> next() throws CsvException, IOException {
        try {
            while (records.hasNext()) {
                CsvRow row = row(records.next());
                if (row.cells().stream()
                        .allMatch(begun ? String::isEmpty : CsvSeparator::isLeftOver)) {
                    continue;
                }
                boolean first = !begun;
                begun = true;
                if (!first || !CsvSeparator.isTold(row.cells())) {
                    return Optional.of(row);
                }
            }
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw told(e.getCause());
        }
    }

    private CsvRow row(CSVRecord given) {
        List<String> cells = new ArrayList<>(given.size());
        for (String cell : given) {
            cells.add(Visible.trimmed(cell));
        }
        CsvRow row = new CsvRow(line, cells);
        line = parser.getCurrentLineNumber() + 1;
        text.complete(line);
        return row;
    }

    private CsvException told(@Nullable IOException e) {
        if (e instanceof CsvException known) {
            return known;
        }
        Matcher place = PLACE.matcher(e == null ? "" : String.valueOf(e.getMessage()));
        String number = place.find() ? place.group(place.group(1) != null ? 1 : 2) : line + "";
        return new CsvException(CsvFault.QUOTES, CsvText.from(Long.parseLong(number)));
    }

    /** Where the last row stood that was read, and the next one begins. */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
