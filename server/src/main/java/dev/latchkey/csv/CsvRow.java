package dev.latchkey.csv;

import java.util.List;

/**
 * A line that is not blank; a quoted value may make it several lines of the file.
 *
 * @param line on which it begins, from 1, as an editor counts
 * @param cells without what can't be seen at their ends
 */
public record CsvRow(long line, List<String> cells) {
    public CsvRow {
        cells = List.copyOf(cells);
    }

    /** Empty where the line has no such cell. */
    public String cell(int place) {
        return place >= 0 && place < cells.size() ? cells.get(place) : "";
    }
}
