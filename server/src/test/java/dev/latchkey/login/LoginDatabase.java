package dev.latchkey.login;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** One real, migrated database for the tests of this package. */
final class LoginDatabase {
    private static final DataSource DATA_SOURCE = start();

    private LoginDatabase() {}

    static DataSource dataSource() {
        return DATA_SOURCE;
    }

    private static DataSource start() {
        try {
            // Stops with the JVM: the server registers its own shutdown hook.
            DataSource dataSource = EmbeddedPostgres.builder().start().getPostgresDatabase();
            Flyway.configure().dataSource(dataSource).load().migrate();
            return dataSource;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
