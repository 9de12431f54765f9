package dev.latchkey.csv;

import dev.latchkey.shared.Visible;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Makes plain spaces of what can't be seen around a cell. The parser only knows those: behind any others a quotation
 * mark would be a letter, and a separator between two of them would end the cell.
 */
final class CsvPadding extends FilterReader {
    private enum Place {
        BEFORE,
        BARE,
        QUOTED,
        /** Behind a quotation mark, which may be the first of two that mean one. */
        CLOSED
    }

    private final char separator;
    private Place place = Place.BEFORE;

    CsvPadding(Reader text, char separator) {
        super(text);
        this.separator = separator;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        for (int i = offset; i < offset + count; i++) {
            buffer[i] = next(buffer[i]);
        }
        return count;
    }

    private char next(char c) {
        if (place == Place.QUOTED) {
            place = c == '"' ? Place.CLOSED : Place.QUOTED;
            return c;
        }
        if (c == separator || c == '\n' || c == '\r') {
            place = Place.BEFORE;
            return c;
        }
        if (place != Place.BARE && Visible.isPadding(c)) {
            return ' ';
        }
        // A mark behind a closed one is a mark within the cell; behind any other letter it is only
        // a letter.
        place = c == '"' && place != Place.BARE ? Place.QUOTED : Place.BARE;
        return c;
    }
}
