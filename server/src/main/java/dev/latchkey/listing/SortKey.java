package dev.latchkey.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * What a list is sorted by: an expression that is never null, in an index.
 *
 * @param expression in SQL, as it stands in the index
 */
public record SortKey(String expression, Kind kind, boolean descending) {
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final String INFINITY = "infinity";

    /** The type of the key. */
    enum Kind {
        TEXT,
        ID,
        TIME,
        NUMBER
    }

    public static SortKey text(String expression) {
        return new SortKey(expression, Kind.TEXT, false);
    }

    public static SortKey id(String expression) {
        return new SortKey(expression, Kind.ID, false);
    }

    /** The moment, which may be infinity. */
    public static SortKey time(String expression) {
        return new SortKey(expression, Kind.TIME, false);
    }

    public static SortKey number(String expression) {
        return new SortKey(expression, Kind.NUMBER, false);
    }

    /** The latest, or last, first. */
    public SortKey newestFirst() {
        return new SortKey(expression, kind, true);
    }

    String written(ResultSet row, String column) throws SQLException {
        if (kind != Kind.TIME) {
            return row.getString(column);
        }
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at.equals(OffsetDateTime.MAX)
                ? INFINITY
                : Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant()));
    }

    /** The value to compare with; empty where the text is none. */
    Optional<Object> value(String text) {
        try {
            return switch (kind) {
                case TEXT -> Optional.of(text);
                case ID ->
                        Optional.<Object>of(UUID.fromString(text))
                                .filter(id -> id.toString().equals(text));
                case TIME -> moment(text);
                case NUMBER -> Optional.of(Long.valueOf(text));
            };
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> moment(String text) {
        if (text.equals(INFINITY)) {
            return Optional.of(OffsetDateTime.MAX);
        }
        Instant at = Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS);
        return at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)
                ? Optional.empty()
                : Optional.of(at.atOffset(ZoneOffset.UTC));
    }
}
