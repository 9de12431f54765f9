package dev.latchkey.database;

import dev.latchkey.turns.Lane;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the database answers those who sign in. It says so within a few seconds, also while the database is away: a
 * probe that must wait for longer hears nothing at all.
 */
@Component("db")
class DatabaseHealth implements HealthIndicator {
    private static final int PATIENCE_SECONDS = 2;

    private final DataSource database;

    DatabaseHealth(DataSource database) {
        this.database = database;
    }

    @Override
    public Health health() {
        Lane before = Lane.SIGN_IN.enter();
        try (Connection connection = database.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS)
                    ? Health.up().build()
                    : Health.down().build();
        } catch (SQLException e) {
            return Health.down(e).build();
        } finally {
            before.enter();
        }
    }
}
