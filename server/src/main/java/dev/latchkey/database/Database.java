package dev.latchkey.database;

import dev.latchkey.shared.Secret;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that the server works with. */
sealed interface Database extends AutoCloseable permits Database.Given, EmbeddedDatabase {
    /** For JDBC, without a password in it. */
    String url();

    @Nullable String user();

    @Nullable Secret password();

    @Override
    void close();

    /** One that somebody else runs. */
    record Given(String url, @Nullable String user, @Nullable Secret password) implements Database {
        @Override
        public void close() {
            // It is somebody else's.
        }
    }
}
