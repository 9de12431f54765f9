package dev.latchkey.shared;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;

/**
 * What a look-up asked for, held against what it was answered. A connection that is out of step gives each question the
 * answer to another one, so no row is believed for having come: a look-up by which somebody is let in, shown or changed
 * returns the key that it was asked for, and reads its rows by {@link #answers}.
 *
 * <p>A row of another key is a {@link WrongAnswer}, and the connection that it came from is destroyed.
 */
public final class Asked {
    private static final Logger LOG = LoggerFactory.getLogger(Asked.class);

    private final List<Key> keys;

    private Asked(List<Key> keys) {
        this.keys = keys;
    }

    /** A column of the answer, and what must stand in it. */
    private record Key(String column, @Nullable Object value) {
        boolean isIn(ResultSet row) throws SQLException {
            return switch (value) {
                case null -> row.getObject(column) == null;
                case UUID id -> id.equals(row.getObject(column, UUID.class));
                case Integer number -> number == row.getInt(column) && !row.wasNull();
                case byte[] hash -> sameHash(hash, row.getBytes(column));
                default -> value.equals(row.getString(column));
            };
        }
    }

    /** For an id, a number, a text, or the hash of a secret, which is compared in constant time. */
    public static Asked key(String column, @Nullable Object value) {
        return new Asked(List.of()).and(column, value);
    }

    /** A further column that must hold what was asked for. */
    public Asked and(String column, @Nullable Object value) {
        List<Key> more = new ArrayList<>(keys);
        more.add(new Key(column, value instanceof Sid sid ? sid.value() : value));
        return new Asked(List.copyOf(more));
    }

    /** Reads rows as {@code read} does, but only those that answer; throws WrongAnswer for any other. */
    public <T extends @Nullable Object> RowMapper<T> answers(RowMapper<T> read) {
        return (row, number) -> {
            compare(row);
            return read.mapRow(row, number);
        };
    }

    /** For a question of which only the answer's being there matters. */
    public RowMapper<Boolean> answers() {
        return answers((row, number) -> true);
    }

    private void compare(ResultSet row) throws SQLException {
        for (Key key : keys) {
            if (!isAnswered(key, row)) {
                LOG.error(
                        "The database answered another question than the one that was asked: {} is"
                                + " another's. The connection is destroyed, and nobody is let in.",
                        key.column());
                SpoiledConnection.destroy(row);
                throw new WrongAnswer(key.column());
            }
        }
    }

    /** An answer without the column, or with something else in it, answers something else. */
    private static boolean isAnswered(Key key, ResultSet row) {
        try {
            return key.isIn(row);
        } catch (SQLException e) {
            LOG.debug("no answer in {}", key.column(), e);
            return false;
        }
    }

    private static boolean sameHash(byte[] asked, byte @Nullable [] answered) {
        return answered != null && MessageDigest.isEqual(asked, answered);
    }

    /** For what is kept in memory under a key: it says itself which key it belongs to. */
    public static <T> T same(String what, Object asked, Object answered, T value) {
        if (!Objects.equals(asked, answered)) {
            LOG.error("What is kept under a key is another's: {}", what);
            throw new WrongAnswer(what);
        }
        return value;
    }
}
