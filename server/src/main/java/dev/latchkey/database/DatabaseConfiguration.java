package dev.latchkey.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.shared.Lane;
import dev.latchkey.shared.LatchkeySettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Chooses between the given database and the embedded one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
    private static final int CONNECT_SECONDS = 3;

    @Bean(destroyMethod = "close")
    EmbeddedDatabase embeddedDatabase(LatchkeySettings settings, Environment environment) {
        boolean given = !environment.getProperty("latchkey.database.url", "").isBlank();
        return given
                ? EmbeddedDatabase.none()
                : EmbeddedDatabase.start(settings.dataDir().resolve("postgresql"));
    }

    @Bean
    SampleMark sampleMark(DataSource dataSource) {
        return new SampleMark(dataSource);
    }

    @Bean(destroyMethod = "close")
    DataSource dataSource(
            EmbeddedDatabase embedded, Environment environment, DatabaseSettings settings) {
        return new LaneDataSource(lane -> pool(lane, embedded, environment, settings));
    }

    private static HikariDataSource pool(
            Lane lane,
            EmbeddedDatabase embedded,
            Environment environment,
            DatabaseSettings settings) {
        HikariDataSource pool = new HikariDataSource();
        bound(pool, lane, settings.connections());
        if (embedded.url() != null) {
            pool.setJdbcUrl(embedded.url());
            pool.setUsername("postgres");
        } else {
            String url = Objects.requireNonNull(environment.getProperty("latchkey.database.url"));
            pool.setJdbcUrl(url.startsWith("jdbc:") ? url : "jdbc:" + url);
            pool.setUsername(environment.getProperty("latchkey.database.user"));
            pool.setPassword(environment.getProperty("latchkey.database.password"));
        }
        return pool;
    }

    /** Nobody waits without end: for a connection, for a lock, for an answer. */
    private static void bound(HikariDataSource pool, Lane lane, int connections) {
        LaneBounds bounds = LaneBounds.of(lane);
        pool.setPoolName("latchkey-" + lane.name().toLowerCase(Locale.ROOT));
        pool.setMaximumPoolSize(connections * bounds.connections() / LaneBounds.PARTS);
        pool.setConnectionTimeout(Duration.ofSeconds(bounds.forConnection()).toMillis());
        pool.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        pool.setConnectionInitSql(bounds.initialStatement());
        if (lane == Lane.LONG) {
            pool.setMinimumIdle(2);
            pool.setIdleTimeout(Duration.ofMinutes(2).toMillis());
        }
        pool.addDataSourceProperty("ApplicationName", pool.getPoolName());
        pool.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        pool.addDataSourceProperty("cancelSignalTimeout", CONNECT_SECONDS);
        pool.addDataSourceProperty("socketTimeout", bounds.forAnswer());
        pool.addDataSourceProperty("tcpKeepAlive", true);
    }
}
