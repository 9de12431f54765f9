package dev.latchkey.database;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the database's main process. */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration A_LOOK = Duration.ofMillis(15);
    private static final Duration A_WORD = Duration.ofSeconds(10);

    private final PostgresPrograms programs;
    private final Path data;
    private final Process process;
    private final PostgresLog log;
    private final Thread reader;

    private Postmaster(PostgresPrograms programs, Path data, Process process) {
        this.programs = programs;
        this.data = data;
        this.process = process;
        this.log = new PostgresLog();
        this.reader = log.read(process.getInputStream());
    }

    static Postmaster launch(PostgresPrograms programs, Path data, List<String> arguments)
            throws IOException {
        Process process = programs.builder(programs.command("postgres", arguments), data).start();
        process.getOutputStream().close();
        return new Postmaster(programs, data, process);
    }

    /**
     * Waits until it takes connections, as long as it lives: after a crash it first replays what was committed, and
     * whoever ends it then only makes it begin again.
     *
     * @return whether it does; false when it ended instead
     */
    boolean awaitReady() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long said = begun;
        while (!process.waitFor(A_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (isReady()) {
                return true;
            }
            long now = System.nanoTime();
            if (now - said > A_WORD.toNanos()) {
                said = now;
                LOG.info(
                        "The embedded PostgreSQL is still getting ready after {} s; it is waited for. {}",
                        Duration.ofNanos(now - begun).toSeconds(),
                        log.lastWith("progress").strip());
            }
        }
        reader.join(Duration.ofSeconds(1));
        return false;
    }

    private boolean isReady() throws IOException {
        PidFile file = PidFile.read(data);
        return file.pid() == process.pid() && file.state().equals("ready");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    PostgresLog log() {
        return log;
    }

    /** Waits for its end and returns how it ended. */
    int awaitEnd() throws InterruptedException {
        int status = process.waitFor();
        reader.join(Duration.ofSeconds(1));
        return status;
    }

    /** Asks it to end without waiting for whoever is connected, and waits for that. */
    void stop() {
        if (!process.isAlive()) {
            return;
        }
        log.hide();
        boolean interrupted = Thread.interrupted();
        interrupt(programs, data, process.toHandle());
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                LOG.warn("The embedded PostgreSQL is left to end by itself (process {})", pid());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** PostgreSQL's "fast" shutdown, which is the signal that Java can't send. */
    static void interrupt(PostgresPrograms programs, Path data, ProcessHandle process) {
        List<String> line =
                programs.command("pg_ctl", List.of("kill", "INT", String.valueOf(process.pid())));
        try {
            Process sender = programs.builder(line, data).start();
            if (sender.waitFor(5, TimeUnit.SECONDS) && sender.exitValue() == 0) {
                return;
            }
        } catch (IOException e) {
            LOG.debug("pg_ctl could not be run: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroy();
    }
}
