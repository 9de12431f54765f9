package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that comes with the jar. Its data directory is kept, so that a restart finds what was committed. It is
 * watched: where it dies, it is started again, and where that does not help, this process ends.
 */
final class EmbeddedDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final int PORTS = 3;
    private static final int DEATHS = 8;
    private static final Duration DEATHS_WITHIN = Duration.ofMinutes(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    private static final Duration FOR_THE_REST = Duration.ofSeconds(60);

    private final Place place;
    private final FolderLock lock;
    private final Consumer<String> end;
    private final Deque<Instant> deaths = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread atExit = Thread.ofPlatform().unstarted(this::stopAtExit);
    private volatile boolean closing;
    private volatile @Nullable Postmaster running;
    private int port;

    private EmbeddedDatabase(Place place, FolderLock lock, Consumer<String> end) {
        this.place = place;
        this.lock = lock;
        this.end = end;
    }

    /** Where everything of it is. */
    private record Place(
            PostgresPrograms programs,
            Path data,
            PostgresPasswords passwords,
            EmbeddedSettings settings,
            Cluster cluster) {}

    /**
     * Starts it, and returns when it takes connections.
     *
     * @param folder the data folder, in which it has its own
     * @param programs where its programs are unpacked; null for the data folder
     * @param end what ends this process, told why
     */
    static EmbeddedDatabase start(Path folder, @Nullable Path programs, Consumer<String> end) {
        Path home = PrivateFolder.data(folder);
        Path data = home.resolve("postgresql");
        FolderLock lock = FolderLock.take(data);
        EmbeddedDatabase database = null;
        try {
            Place place = prepare(home, data, programs);
            database = new EmbeddedDatabase(place, lock, end);
            Runtime.getRuntime().addShutdownHook(database.atExit);
            database.start();
            LOG.info("The embedded PostgreSQL runs with its data in {}", data);
            return database;
        } catch (IOException | SQLException | RuntimeException | InterruptedException e) {
            if (database != null) {
                database.close();
            } else {
                lock.close();
            }
            throw refusal(data, e);
        }
    }

    private static CannotStart refusal(Path data, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return e instanceof CannotStart known
                ? known
                : new CannotStart(
                        "The embedded PostgreSQL did not start with its data in " + data + ".",
                        "Look for space on the disk and for what it says in the log, or give a"
                                + " PostgreSQL of your own with LATCHKEY_DATABASE_URL.",
                        e);
    }

    private static Place prepare(Path home, Path data, @Nullable Path programs)
            throws IOException, InterruptedException {
        PrivateFolder.own(data);
        PidFile.read(data); // refuses one that is damaged before anything is begun
        PostgresPrograms unpacked =
                programs == null
                        ? PostgresPrograms.in(home.resolve("postgresql.programs"), true)
                        : PostgresPrograms.in(programs, false);
        Orphan.stop(unpacked, data);
        PostgresPasswords passwords =
                PostgresPasswords.from(home.resolve("postgresql.passwords"));
        Cluster cluster = new Cluster(unpacked, data);
        if (cluster.isEmpty()) {
            cluster.make(passwords);
        }
        cluster.closeAccess();
        EmbeddedSettings settings =
                new EmbeddedSettings(data, PrivateFolder.own(home.resolve("postgresql.socket")));
        return new Place(unpacked, data, passwords, settings, cluster);
    }

    private void start() throws IOException, SQLException, InterruptedException {
        launchOnAFreePort();
        ServerRole role = new ServerRole(port, place.passwords());
        if (!role.isSetUp()) {
            setUp(role);
        }
        Postmaster started = running;
        if (started != null) {
            started.log().show();
        }
        Thread.ofPlatform().daemon().name("postgresql-watch").start(this::watch);
    }

    private void setUp(ServerRole role) throws IOException, SQLException, InterruptedException {
        try {
            role.setUp();
        } catch (SQLException e) {
            if (!ServerRole.isWrongPassword(e)) {
                throw e;
            }
            // Made by an earlier version, or restored without its passwords: nobody can come in now.
            stopRunning();
            place.cluster().setPassword(place.passwords().superuser());
            launch();
            role.setUp();
        }
        if (!role.isSetUp()) {
            throw new IllegalStateException("the role of the server could not be set up");
        }
    }

    private void launchOnAFreePort() throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            port = freePort();
            try {
                launch();
                return;
            } catch (CannotStart e) {
                String words = String.valueOf(e.getCause());
                if (tries == PORTS || !words.contains("could not create any TCP/IP sockets")) {
                    throw e;
                }
            }
        }
    }

    /** Where processes of one that died still have its memory, they are waited for: they end when they notice. */
    private void launch() throws IOException, InterruptedException {
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            Postmaster started =
                    Postmaster.launch(
                            place.programs(), place.data(), place.settings().arguments(port));
            running = started;
            if (closing) {
                started.stop();
            }
            if (started.awaitReady()) {
                return;
            }
            boolean waits = started.log().contains("pre-existing shared memory block");
            if (!waits || closing || pause.equals(LONGEST_PAUSE)) {
                throw place.cluster().refusal(started.log().lastWords());
            }
            Thread.sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Starts it again each time it dies, unless it dies too often. */
    private void watch() {
        try {
            while (true) {
                Postmaster watched = running;
                if (watched == null) {
                    return;
                }
                int status = watched.awaitEnd();
                // A signal to all processes of a terminal or container ends it with us, or a little before.
                if (closing || status == 0 && closed.await(1, TimeUnit.SECONDS) || closing) {
                    return;
                }
                LOG.error(
                        "The embedded PostgreSQL ended by itself (status {}): {}",
                        status,
                        watched.log().lastWords());
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() throws InterruptedException {
        for (Duration pause = FIRST_PAUSE; !closing; pause = longer(pause)) {
            if (diesTooOften()) {
                end.accept(
                        "The embedded PostgreSQL died "
                                + DEATHS
                                + " times within "
                                + DEATHS_WITHIN.toMinutes()
                                + " minutes and is not started again.");
                return;
            }
            Thread.sleep(pause);
            try {
                Postmaster started =
                        Postmaster.launch(
                                place.programs(), place.data(), place.settings().arguments(port));
                running = started;
                if (closing) {
                    started.stop();
                    return;
                }
                if (started.awaitReady()) {
                    started.log().show();
                    LOG.warn("The embedded PostgreSQL runs again (process {})", started.pid());
                    return;
                }
                LOG.warn(
                        "The embedded PostgreSQL did not start again: {}",
                        started.log().lastWords());
            } catch (IOException | CannotStart e) {
                LOG.warn("The embedded PostgreSQL could not be started again: {}", e.getMessage());
            }
        }
    }

    private boolean diesTooOften() {
        Instant now = Instant.now();
        deaths.addLast(now);
        deaths.removeIf(each -> each.isBefore(now.minus(DEATHS_WITHIN)));
        return deaths.size() > DEATHS;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String url() {
        return ServerRole.url(port);
    }

    @Override
    public String user() {
        return PostgresPasswords.SERVER;
    }

    @Override
    public Secret password() {
        return place.passwords().server();
    }

    /** The process that a test ends to see what happens then. */
    long pid() {
        Postmaster now = running;
        return now == null ? 0 : now.pid();
    }

    /** A start that was told to stop has nobody else who stops the database. */
    private void stopAtExit() {
        closing = true;
        try {
            Postmaster now = running;
            boolean starting = now != null && !now.log().isShown();
            if (starting || !closed.await(FOR_THE_REST.toSeconds(), TimeUnit.SECONDS)) {
                stopRunning();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopRunning() {
        Postmaster now = running;
        if (now != null) {
            now.stop();
        }
    }

    @Override
    public void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closing = true;
        try {
            stopRunning();
        } finally {
            lock.close();
            closed.countDown();
            forgetExit();
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // it runs already
        }
    }
}
