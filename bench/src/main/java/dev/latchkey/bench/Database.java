package dev.latchkey.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of its own that counts statements. */
final class Database implements AutoCloseable {
    private final EmbeddedPostgres server;

    Database() throws IOException, SQLException {
        server =
                EmbeddedPostgres.builder()
                        .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                        .setServerConfig("pg_stat_statements.track_utility", "on")
                        .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create extension pg_stat_statements");
        }
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The postmaster; every other process of the server descends from it. */
    ProcessHandle process() throws SQLException, IOException {
        String file;
        try (Connection connection = server.getPostgresDatabase().getConnection();
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

    long number(String query) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
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
