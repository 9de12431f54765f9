package dev.latchkey.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.latchkey.turns.Lane;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Hands each thread a connection of its {@link Lane}. A transaction stays on the one that it began with. */
final class LaneDataSource extends AbstractDataSource implements AutoCloseable {
    private static final long REMEMBERED_NANOS = 1_000_000_000L;

    private final Map<Lane, HikariDataSource> pools = new EnumMap<>(Lane.class);
    private final Map<Lane, Long> away = new ConcurrentHashMap<>();

    LaneDataSource(Function<Lane, HikariDataSource> pool) {
        for (Lane lane : Lane.values()) {
            pools.put(lane, pool.apply(lane));
        }
    }

    /** The pool of a lane. */
    HikariDataSource pool(Lane lane) {
        return java.util.Objects.requireNonNull(pools.get(lane));
    }

    /** While the database is away, one waits for it, and who comes in the second after that is told at once. */
    @Override
    public Connection getConnection() throws SQLException {
        Lane lane = Lane.present();
        HikariDataSource pool = pool(lane);
        Long since = away.get(lane);
        if (since != null && System.nanoTime() - since < REMEMBERED_NANOS && isEmpty(pool)) {
            throw new SQLTransientConnectionException("the database was away a moment ago");
        }
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            away.put(lane, System.nanoTime());
            throw e;
        }
    }

    /** Whether there is no connection, in use or not: who finds them all in use waits for one. */
    private static boolean isEmpty(HikariDataSource pool) {
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        return state == null || state.getTotalConnections() == 0;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("the role is a setting");
    }

    /** As {@link HikariDataSource}, the pool of this thread's lane. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        HikariDataSource pool = pool(Lane.present());
        return type.isInstance(pool) ? type.cast(pool) : super.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type == HikariDataSource.class || super.isWrapperFor(type);
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
