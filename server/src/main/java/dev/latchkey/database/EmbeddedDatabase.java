package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.PrivateFolder;
import dev.latchkey.shared.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
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
    private static final Duration FOR_THE_REST = Duration.ofSeconds(60);

    private final Place place;
    private final FolderLock lock;
    private final Consumer<String> end;
    private final Restarts restarts;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread atExit = Thread.ofPlatform().unstarted(this::stopAtExit);
    private volatile boolean closing;
    private volatile @Nullable Postmaster running;
    private int port;

    private EmbeddedDatabase(
            Place place, FolderLock lock, Restarts restarts, Consumer<String> end) {
        this.place = place;
        this.lock = lock;
        this.restarts = restarts;
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
     * @param restarts how often it is started again
     * @param end what ends this process, told why
     */
    static EmbeddedDatabase start(
            Path folder, @Nullable Path programs, Restarts restarts, Consumer<String> end) {
        Path home = PrivateFolder.data(folder);
        Path data = home.resolve("postgresql");
        FolderLock lock = FolderLock.take(data);
        EmbeddedDatabase database = null;
        Thread stop = stopWaitingAtExit(Thread.currentThread());
        try {
            Runtime.getRuntime().addShutdownHook(stop);
            Place place = prepare(home, data, programs);
            database = new EmbeddedDatabase(place, lock, restarts, end);
            database.start();
            Runtime.getRuntime().addShutdownHook(database.atExit);
            LOG.info("The embedded PostgreSQL runs with its data in {}", data);
            return database;
        } catch (IOException | SQLException | RuntimeException | InterruptedException e) {
            if (database != null) {
                database.close();
            } else {
                lock.close();
            }
            throw refusal(data, e);
        } finally {
            forget(stop);
        }
    }

    /** A start may wait long, for a recovery; who asks the server to stop shall not wait for that. */
    private static Thread stopWaitingAtExit(Thread starting) {
        return Thread.ofPlatform().unstarted(starting::interrupt);
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
        PostgresPasswords passwords = PostgresPasswords.from(home.resolve("postgresql.passwords"));
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
            role.setUp(false);
        } catch (SQLException e) {
            if (!ServerRole.isWrongPassword(e)) {
                throw e;
            }
            // Made by an earlier version, or restored without its passwords: nobody can come in
            // now.
            stopRunning();
            place.cluster().setPassword(place.passwords().superuser());
            launch();
            role.setUp(true);
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
        Restarts tries = Restarts.usual();
        while (true) {
            Postmaster started = launchOnce();
            if (started.awaitReady()) {
                return;
            }
            boolean waits = started.log().contains("pre-existing shared memory block");
            if (!waits || closing || !tries.goOnAfterADeath()) {
                throw place.cluster().refusal(started.log().lastWords());
            }
            Thread.sleep(tries.pause());
        }
    }

    private Postmaster launchOnce() throws IOException {
        Postmaster started =
                Postmaster.launch(place.programs(), place.data(), place.settings().arguments(port));
        running = started;
        if (closing) {
            started.stop();
        }
        return started;
    }

    /** Starts it again each time it dies, unless it dies too often. */
    private void watch() {
        try {
            for (Postmaster watched = running; watched != null; watched = running) {
                int status = watched.awaitEnd();
                if (isWanted(status)) {
                    return;
                }
                LOG.error(
                        "The embedded PostgreSQL ended by itself (status {}): {}",
                        status,
                        watched.log().lastWords());
                if (!restart()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A signal to all processes of a terminal or container ends it with us, or a little before. */
    private boolean isWanted(int status) throws InterruptedException {
        if (status == 0 && !closing && closed.await(1, TimeUnit.SECONDS)) {
            return true;
        }
        return closing;
    }

    private boolean restart() throws InterruptedException {
        while (restarts.goOnAfterADeath()) {
            Thread.sleep(restarts.pause());
            if (closing) {
                return false;
            }
            try {
                Postmaster started = launchOnce();
                if (started.awaitReady()) {
                    started.log().show();
                    LOG.warn("The embedded PostgreSQL runs again (process {})", started.pid());
                    return true;
                }
                LOG.warn(
                        "The embedded PostgreSQL did not start again: {}",
                        started.log().lastWords());
            } catch (IOException | CannotStart e) {
                LOG.warn("The embedded PostgreSQL could not be started again: {}", e.getMessage());
            }
        }
        end.accept(
                "The embedded PostgreSQL died "
                        + restarts.most()
                        + " times and is not started again.");
        return false;
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

    /** It is closed when nobody needs it any more; where that never comes, it is stopped all the same. */
    private void stopAtExit() {
        closing = true;
        try {
            if (!closed.await(FOR_THE_REST.toSeconds(), TimeUnit.SECONDS)) {
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
            forget(atExit);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs already
        }
    }
}
