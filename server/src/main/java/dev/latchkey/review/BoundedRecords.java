package dev.latchkey.review;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Hands out text for as long as no record is too long: one quotation mark too many must not draw a whole file into
 * memory. A NUL ends it, too: no text has one.
 */
final class BoundedRecords extends FilterReader {
    private static final int LONGEST = 256 * 1024;

    private long sinceRecord;

    BoundedRecords(Reader text) {
        super(text);
    }

    /** A record was complete. */
    void complete() {
        sinceRecord = 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        for (int i = offset; i < offset + count; i++) {
            if (buffer[i] == '\0') {
                throw new Unreadable(ReviewError.NOT_TEXT);
            }
        }
        sinceRecord += Math.max(count, 0);
        if (sinceRecord > LONGEST) {
            throw new Unreadable(ReviewError.LINE_TOO_LONG);
        }
        return count;
    }

    /** Says why the reading ended. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;
        private final ReviewError error;

        Unreadable(ReviewError error) {
            super(error.code());
            this.error = error;
        }

        ReviewError error() {
            return error;
        }
    }
}
