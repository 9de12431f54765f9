package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL that comes with the jar. Its data directory is kept, so that a restart finds what was committed. */
final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final @Nullable EmbeddedPostgres server;
    private final @Nullable FolderLock lock;

    private EmbeddedDatabase(@Nullable EmbeddedPostgres server, @Nullable FolderLock lock) {
        this.server = server;
        this.lock = lock;
    }

    static EmbeddedDatabase none() {
        return new EmbeddedDatabase(null, null);
    }

    static EmbeddedDatabase start(Path directory) {
        FolderLock lock = FolderLock.take(directory);
        try {
            stopOrphan(directory);
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder()
                            .setDataDirectory(directory)
                            .setCleanDataDirectory(false)
                            .setPGStartupWait(PATIENCE)
                            .setServerConfig("listen_addresses", "localhost")
                            // It is made for tests, which may lose what was committed; here nothing
                            // may be lost.
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            // Where several commit at once, they share a write to the disk.
                            .setServerConfig("commit_delay", "1000")
                            .setServerConfig("commit_siblings", "3")
                            .start();
            LOG.info("The embedded PostgreSQL runs with its data in {}", directory);
            return new EmbeddedDatabase(server, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw new CannotStart(
                    "The embedded PostgreSQL did not start with its data in " + directory + ".",
                    "Look for space on the disk and for what it says in the log, or give a PostgreSQL"
                            + " of your own with LATCHKEY_DATABASE_URL.",
                    e);
        }
    }

    /** After a kill -9 of this process the database may live on; it is asked to stop, and its log replays at start. */
    private static void stopOrphan(Path directory) throws IOException {
        Path pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
        ProcessHandle orphan = pid <= 0 ? null : ProcessHandle.of(pid).orElse(null);
        if (orphan != null && orphan.info().command().orElse("").contains("postgres")) {
            LOG.warn("Stopping the database that an earlier run left behind (process {})", pid);
            orphan.destroy();
            orphan.onExit()
                    .orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                    .join();
        }
        Files.deleteIfExists(pidFile);
    }

    @Nullable String url() {
        return server == null ? null : server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                LOG.warn("The embedded PostgreSQL did not stop cleanly", e);
            }
        }
        if (lock != null) {
            lock.close();
        }
    }
}
