package dev.latchkey.review;

import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.csv.CsvRow;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.shared.EmailAddress;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a list, a line at a time, and judges each. */
final class IdpListReader {
    static final long MOST_LINES = 10_000_000;

    /** After as many lines without any address it is the wrong column or the wrong file. */
    private static final int LINES_OF_GRACE = 1000;

    private static final int LONGEST = 300;
    private static final int LONGEST_NAME = 200;

    private final CsvFormat format;
    private final Columns columns;

    IdpListReader(CsvFormat format, Columns columns) {
        this.format = format;
        this.columns = columns;
    }

    /** What is wrong with a line. */
    enum BadLine {
        ADDRESS_MISSING("no address"),
        ADDRESS_MALFORMED("no usable address"),
        ADDRESS_REPEATED("the address stands in an earlier line");

        private final String text;

        BadLine(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Takes the lines. */
    interface Lines {
        void good(long line, EmailAddress address, @Nullable String name, boolean active)
                throws IOException;

        void bad(long line, BadLine problem, String content) throws IOException;
    }

    /** Why the reading ended early, with the place. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final ReviewError error;
        private final String detail;

        Refused(ReviewError error, String detail) {
            super(error.code());
            this.error = error;
            this.detail = detail;
        }

        ReviewError error() {
            return error;
        }

        String detail() {
            return detail;
        }
    }

    /** Returns how many lines have an address. */
    long read(InputStream bytes, Lines lines) throws IOException, Refused {
        long seen = 0;
        long good = 0;
        try (CsvRows rows = format.open(bytes)) {
            Optional<CsvRow> row = rows.next();
            if (columns.header()) {
                row = rows.next();
            }
            while (row.isPresent()) {
                seen++;
                good += take(row.get(), lines) ? 1 : 0;
                check(seen, good);
                row = rows.next();
            }
        } catch (CsvException e) {
            throw new Refused(ReviewError.of(e.fault()), e.detail());
        }
        if (good == 0) {
            throw new Refused(ReviewError.NO_ADDRESS, "");
        }
        return good;
    }

    private static void check(long seen, long good) throws Refused {
        if (seen > MOST_LINES) {
            throw new Refused(ReviewError.TOO_MANY_LINES, "more than " + MOST_LINES);
        }
        if (good == 0 && seen > LINES_OF_GRACE) {
            throw new Refused(ReviewError.NO_ADDRESS, "in the first " + LINES_OF_GRACE + " lines");
        }
    }

    private boolean take(CsvRow row, Lines lines) throws IOException {
        String address = row.cell(columns.address());
        EmailAddress email = EmailAddress.known(address).orElse(null);
        if (email == null) {
            lines.bad(
                    row.line(),
                    address.isEmpty() ? BadLine.ADDRESS_MISSING : BadLine.ADDRESS_MALFORMED,
                    content(row));
            return false;
        }
        lines.good(row.line(), email, name(row), columns.active(row.cell(columns.status())));
        return true;
    }

    private @Nullable String name(CsvRow row) {
        String whole = (row.cell(columns.name()) + " " + row.cell(columns.secondName())).strip();
        if (whole.isEmpty()) {
            return null;
        }
        return whole.length() > LONGEST_NAME ? whole.substring(0, LONGEST_NAME) : whole;
    }

    private String content(CsvRow row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.cells().size() && text.length() < LONGEST; i++) {
            text.append(i == 0 ? "" : String.valueOf(format.separator()))
                    .append(row.cells().get(i));
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
    }
}
