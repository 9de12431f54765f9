package dev.latchkey.review;

import dev.latchkey.shared.EmailAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import org.apache.commons.csv.CSVRecord;
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
        long line = 1;
        long seen = 0;
        long good = 0;
        try (CsvFormat.Open open = format.open(bytes)) {
            Iterator<CSVRecord> records = open.parser().iterator();
            boolean header = columns.header();
            while (records.hasNext()) {
                CSVRecord row = records.next();
                open.guard().complete();
                if (!blank(row)) {
                    if (header) {
                        header = false;
                    } else {
                        seen++;
                        good += take(row, line, lines) ? 1 : 0;
                    }
                }
                line = open.parser().getCurrentLineNumber() + 1;
                check(seen, good);
            }
        } catch (UncheckedIOException e) {
            throw refused(e.getCause(), line);
        } catch (CharacterCodingException | BoundedRecords.Unreadable e) {
            throw refused(e, line);
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

    private static Refused refused(@Nullable IOException e, long line) {
        String place = "from line " + line + " on";
        return switch (e) {
            case BoundedRecords.Unreadable unreadable -> new Refused(unreadable.error(), place);
            case CharacterCodingException encoding -> new Refused(ReviewError.NOT_TEXT, place);
            case null, default -> new Refused(ReviewError.NOT_CSV, place);
        };
    }

    private boolean take(CSVRecord row, long line, Lines lines) throws IOException {
        String address = cell(row, columns.address());
        EmailAddress email = EmailAddress.parse(address).orElse(null);
        if (email == null) {
            lines.bad(
                    line,
                    address.isEmpty() ? BadLine.ADDRESS_MISSING : BadLine.ADDRESS_MALFORMED,
                    content(row));
            return false;
        }
        lines.good(line, email, name(row), columns.active(cell(row, columns.status())));
        return true;
    }

    private @Nullable String name(CSVRecord row) {
        String whole = (cell(row, columns.name()) + " " + cell(row, columns.secondName())).strip();
        if (whole.isEmpty()) {
            return null;
        }
        return whole.length() > LONGEST_NAME ? whole.substring(0, LONGEST_NAME) : whole;
    }

    private static String cell(CSVRecord row, int place) {
        return place >= 0 && place < row.size() ? row.get(place).strip() : "";
    }

    private String content(CSVRecord row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.size() && text.length() < LONGEST; i++) {
            text.append(i == 0 ? "" : String.valueOf(format.separator())).append(row.get(i));
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
    }

    private static boolean blank(CSVRecord row) {
        for (String cell : row) {
            if (!cell.isBlank()) {
                return false;
            }
        }
        return true;
    }
}
