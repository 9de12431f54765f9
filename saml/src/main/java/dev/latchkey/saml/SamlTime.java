package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlSpace;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * xs:dateTime (XML Schema part 2, 3.2.7) as SAML uses it (SAML Core 1.3.3): UTC; an offset is understood, a missing zone
 * is UTC. What lies beyond the year 9999 is the end of that year, and what lies before our era its beginning: one end of
 * time is as far as another, and the database has room for these.
 */
final class SamlTime {
    /** What is wanted of a time, in the words of an error. */
    static final String WANTED = "an xs:dateTime such as 2026-01-31T09:30:00Z";

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final int DAY = 86_400;
    private static final int LAST_YEAR = 9999;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** The longest day of a time zone, in minutes. */
    private static final int WIDEST_OFFSET = 14 * 60;

    private SamlTime() {}

    /** The instant, or null where the text is no xs:dateTime. */
    static @Nullable Instant parse(String raw) {
        String text = XmlSpace.strip(raw);
        if (text.startsWith("-")) {
            return positive(text.substring(1)) == null ? null : FIRST;
        }
        return positive(text);
    }

    private static @Nullable Instant positive(String text) {
        int dash = digitsEnd(text, 0);
        // A year has four digits, or more of which the first is not a zero.
        if (dash < 4 || (dash > 4 && text.charAt(0) == '0') || text.length() < dash + 15) {
            return null;
        }
        boolean shaped =
                text.charAt(dash) == '-'
                        && text.charAt(dash + 3) == '-'
                        && text.charAt(dash + 6) == 'T'
                        && text.charAt(dash + 9) == ':'
                        && text.charAt(dash + 12) == ':';
        int hour = number(text, dash + 7, dash + 9);
        int minute = number(text, dash + 10, dash + 12);
        int second = number(text, dash + 13, dash + 15);
        if (!shaped
                || hour < 0
                || hour > 24
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return null;
        }
        int at = dash + 15;
        int nanos = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            int end = digitsEnd(text, at + 1);
            if (end == at + 1) {
                return null;
            }
            nanos = nanos(text, at + 1, end);
            if (hour == 24 && !isZero(text, at + 1, end)) {
                return null;
            }
            at = end;
        }
        Integer offset = offsetSeconds(text, at);
        if (offset == null || (hour == 24 && (minute > 0 || second > 0))) {
            return null;
        }
        int month = number(text, dash + 1, dash + 3);
        int day = number(text, dash + 4, dash + 6);
        // Leap years come again after four hundred: these digits decide whether there is such a
        // day.
        int year = number(text, Math.max(0, dash - 4), dash);
        try {
            long days = LocalDate.of(year, month, day).toEpochDay();
            if (dash > 4) {
                return LAST;
            }
            long seconds = hour * 3600L + minute * 60L + second - offset;
            Instant instant = Instant.ofEpochSecond(days * DAY + seconds, nanos);
            return year == LAST_YEAR && instant.isAfter(LAST) ? LAST : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Integer offsetSeconds(String text, int at) {
        int length = text.length() - at;
        if (length == 0 || (length == 1 && text.charAt(at) == 'Z')) {
            return 0;
        }
        char sign = text.charAt(at);
        if (length != 6 || text.charAt(at + 3) != ':' || (sign != '+' && sign != '-')) {
            return null;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > WIDEST_OFFSET) {
            return null;
        }
        int seconds = hours * 3600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private static int nanos(String text, int from, int to) {
        int nanos = 0;
        for (int i = 0; i < 9; i++) {
            nanos = nanos * 10 + (from + i < to ? text.charAt(from + i) - '0' : 0);
        }
        return nanos;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
