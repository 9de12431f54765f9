package dev.latchkey.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.Secret;
import dev.latchkey.turns.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
    Database database(LatchkeySettings settings, Environment environment) {
        String url = environment.getProperty("latchkey.database.url", "");
        if (url.isBlank()) {
            String programs = environment.getProperty("latchkey.database.programs", "");
            return EmbeddedDatabase.start(
                    settings.dataDir(),
                    programs.isBlank() ? null : Path.of(programs),
                    Restarts.usual(),
                    EndOfProcess::because);
        }
        return new Database.Given(
                DatabaseSettings.jdbcUrl(url),
                environment.getProperty("latchkey.database.user"),
                secret(environment.getProperty("latchkey.database.password")));
    }

    private static @Nullable Secret secret(@Nullable String given) {
        return given == null ? null : new Secret(given);
    }

    @Bean
    SampleMark sampleMark(DataSource dataSource) {
        return new SampleMark(dataSource);
    }

    @Bean(destroyMethod = "close")
    DataSource dataSource(Database database, DatabaseSettings settings) {
        return new LaneDataSource(lane -> pool(lane, database, settings));
    }

    private static HikariDataSource pool(Lane lane, Database database, DatabaseSettings settings) {
        HikariDataSource pool = new HikariDataSource();
        bound(pool, lane, settings.connections());
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        Secret password = database.password();
        pool.setPassword(password == null ? null : password.reveal());
        return pool;
    }

    /** Nobody waits without end: for a connection, for a lock, for an answer. */
    static void bound(HikariDataSource pool, Lane lane, int connections) {
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
