package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlSpace;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** xs:dateTime as SAML uses it (SAML Core 1.3.3): UTC; an offset is understood, a missing zone is UTC. */
final class SamlTime {
    private static final int SECONDS_END = 19;

    private SamlTime() {}

    /** The instant, or null where the text is no xs:dateTime. */
    static @Nullable Instant parse(String raw) {
        String text = XmlSpace.strip(raw);
        if (text.length() < SECONDS_END || text.length() > 40) {
            return null;
        }
        boolean shaped =
                text.charAt(4) == '-'
                        && text.charAt(7) == '-'
                        && text.charAt(10) == 'T'
                        && text.charAt(13) == ':'
                        && text.charAt(16) == ':';
        int year = number(text, 0, 4);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (!shaped
                || year < 0
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return null;
        }
        int at = SECONDS_END;
        int nanos = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            int end = at + 1;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            if (end == at + 1) {
                return null;
            }
            nanos = nanos(text, at + 1, end);
            at = end;
        }
        Integer offset = offsetSeconds(text, at);
        if (offset == null) {
            return null;
        }
        try {
            long day = LocalDate.of(year, number(text, 5, 7), number(text, 8, 10)).toEpochDay();
            return Instant.ofEpochSecond(
                    day * 86_400 + hour * 3600L + minute * 60L + second - offset, nanos);
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
        if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) {
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
