package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.turns.Lane;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** A database that goes away while the server runs. */
class DatabaseAwayTest {
    @Test
    @Timeout(60)
    @SuppressWarnings("try") // that it ends is what is tried
    void theHealthAndWhoAsksForAConnectionAreToldWithinSeconds() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                LaneDataSource lanes = new LaneDataSource(lane -> pool(lane, server))) {
            DatabaseHealth health = new DatabaseHealth(lanes);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(setting(lanes, Lane.PAGE, "lock_timeout")).isEqualTo("3s");
            assertThat(setting(lanes, Lane.LONG, "statement_timeout")).isEqualTo("0");
            Thread.sleep(600); // longer than a connection is taken for good unasked

            server.close();

            // a connection that was made a moment ago is taken for good once: whoever asks next
            // waits, those after do not
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> {
                        Instant asked = Instant.now();
                        Health away = health.health();
                        assertThat(Duration.between(asked, Instant.now()))
                                .isLessThan(Duration.ofSeconds(5));
                        assertThat(away.getStatus()).isEqualTo(Status.DOWN);
                        assertThat(away.getDetails().toString())
                                .contains("the database was away a moment ago");
                    });
            Lane before = Lane.PAGE.enter();
            try {
                Instant asked = Instant.now();
                assertThatThrownBy(lanes::getConnection).isInstanceOf(SQLException.class);
                assertThat(Duration.between(asked, Instant.now()))
                        .isLessThan(Duration.ofSeconds(5));
            } finally {
                before.enter();
            }
        }
    }

    private static HikariDataSource pool(Lane lane, EmbeddedPostgres server) {
        HikariDataSource pool = new HikariDataSource();
        DatabaseConfiguration.bound(pool, lane, LaneBounds.PARTS);
        pool.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        return pool;
    }

    private static String setting(LaneDataSource lanes, Lane lane, String name)
            throws SQLException {
        try (Connection connection = lanes.pool(lane).getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
