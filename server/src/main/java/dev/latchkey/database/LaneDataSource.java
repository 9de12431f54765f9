package dev.latchkey.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.shared.Lane;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Hands each thread a connection of its {@link Lane}. A transaction stays on the one that it began with. */
final class LaneDataSource extends AbstractDataSource implements AutoCloseable {
    private final Map<Lane, HikariDataSource> pools = new EnumMap<>(Lane.class);

    LaneDataSource(Function<Lane, HikariDataSource> pool) {
        for (Lane lane : Lane.values()) {
            pools.put(lane, pool.apply(lane));
        }
    }

    /** The pool of a lane. */
    HikariDataSource pool(Lane lane) {
        return java.util.Objects.requireNonNull(pools.get(lane));
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool(Lane.present()).getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("the role is a setting");
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
