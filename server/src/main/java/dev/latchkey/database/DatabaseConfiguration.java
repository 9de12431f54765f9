package dev.latchkey.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.shared.LatchkeySettings;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Chooses between the given database and the embedded one. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    private static final int CONNECTIONS = 20;

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

    @Bean
    DataSource dataSource(EmbeddedDatabase embedded, Environment environment) {
        HikariDataSource pool = new HikariDataSource();
        pool.setMaximumPoolSize(CONNECTIONS);
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
}
