package dev.latchkey.shared;

import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as columns have them. */
public final class SqlTime {
    private SqlTime() {}

    /** The instant of a column that may hold none. */
    public static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
