package dev.latchkey.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How a page writes a time: one way, and never without its zone. Templates come here by {@code web/time}. */
@Component("times")
public class Times {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = utc("d MMM yyyy, HH:mm 'UTC'");
    private static final DateTimeFormatter SECOND = utc("d MMM yyyy, HH:mm:ss 'UTC'");
    private static final DateTimeFormatter CLOCK = utc("HH:mm 'UTC'");

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** To the minute. */
    public String at(Instant instant) {
        return MINUTE.format(instant);
    }

    /** To the second, where the order of what happened matters. */
    public String second(Instant instant) {
        return SECOND.format(instant);
    }

    /** Without the day, where it is plain which one is meant. */
    public String clock(Instant instant) {
        return CLOCK.format(instant);
    }

    /** A day that has no time. */
    public String day(LocalDate date) {
        return DAY.format(date);
    }
}
