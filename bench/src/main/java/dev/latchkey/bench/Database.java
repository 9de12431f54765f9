package dev.latchkey.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/**
 * A PostgreSQL of its own that counts statements. It keeps what was committed, as one does that people trust: the
 * embedding library would rather be fast. The settings are those of the product's own database.
 */
final class Database implements AutoCloseable {
    private final EmbeddedPostgres server;

    Database() throws IOException, SQLException {
        this(builder());
    }

    private Database(EmbeddedPostgres.Builder builder) throws IOException, SQLException {
        server =
                builder.setServerConfig("shared_preload_libraries", "pg_stat_statements")
                        .setServerConfig("pg_stat_statements.track_utility", "on")
                        .start();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists pg_stat_statements");
        }
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("commit_delay", "1000")
                .setServerConfig("commit_siblings", "3");
    }

    /** One for millions of rows, with its data in this folder and memory for them. What is there already stays. */
    static Database large(Path folder) throws IOException, SQLException {
        return new Database(
                builder()
                        .setDataDirectory(folder)
                        .setCleanDataDirectory(false)
                        .setPGStartupWait(Duration.ofMinutes(5))
                        .setServerConfig("shared_buffers", "1GB")
                        .setServerConfig("max_wal_size", "1GB"));
    }

    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The postmaster; every other process of the server descends from it. */
    ProcessHandle process() throws SQLException, IOException {
        String file;
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            file = row.getString(1) + "/postmaster.pid";
        }
        try (var lines = java.nio.file.Files.lines(java.nio.file.Path.of(file))) {
            return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow().strip()))
                    .orElseThrow();
        }
    }

    /** Statements that the database has run, those that begin and end transactions among them. */
    long statements() throws SQLException {
        return number("select coalesce(sum(calls), 0) from pg_stat_statements");
    }

    /** Runs statements, each in a transaction of its own. */
    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** Runs one statement with what its question marks stand for, and says how many rows it changed. */
    long update(String sql, Object... values) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    UUID id(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw new IllegalStateException("nothing found by: " + query);
            }
            return row.getObject(1, UUID.class);
        }
    }

    long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
