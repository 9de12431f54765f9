package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database that an earlier run left behind, which was killed. */
final class Orphan {
    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
    private static final Duration A_LOOK = Duration.ofMillis(50);
    private static final Duration A_WORD = Duration.ofSeconds(10);

    private Orphan() {}

    /**
     * Lets one that replays its log finish, then stops it and waits until it is gone, however long that takes. What a
     * dead one left behind is removed.
     */
    static void stop(PostgresPrograms programs, Path data)
            throws IOException, InterruptedException {
        if (!Files.exists(PidFile.in(data))) {
            return;
        }
        ProcessHandle orphan = find(data);
        if (orphan != null) {
            LOG.warn(
                    "Stopping the database that an earlier run left behind (process {})",
                    orphan.pid());
            await(data, orphan, "gets ready, then it is stopped", true);
            Postmaster.interrupt(programs, data, orphan);
            await(data, orphan, "stops", false);
        }
        Files.deleteIfExists(PidFile.in(data));
    }

    /** Looks for the process that the file names; another program may have its number by now. */
    private static @Nullable ProcessHandle find(Path data) throws IOException {
        long pid = PidFile.read(data).pid();
        ProcessHandle named = pid == 0 ? null : ProcessHandle.of(pid).orElse(null);
        return named != null && worksIn(named, data) ? named : null;
    }

    /** Each process of PostgreSQL works in its data folder. */
    private static boolean worksIn(ProcessHandle process, Path data) {
        Path place = Path.of("/proc", String.valueOf(process.pid()), "cwd");
        try {
            if (Files.isDirectory(Path.of("/proc/self"))) {
                return Files.isSameFile(place, data);
            }
        } catch (IOException e) {
            return false; // gone, or another user's, who has nothing here
        }
        return process.info().command().orElse("").endsWith("postgres")
                && process.info()
                        .arguments()
                        .map(all -> Arrays.stream(all).anyMatch(each -> data.endsWith(each)))
                        .orElse(true);
    }

    private static void await(Path data, ProcessHandle orphan, String what, boolean untilReady)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long said = begun;
        while (orphan.isAlive() && !(untilReady && !isStarting(data))) {
            Thread.sleep(A_LOOK);
            long now = System.nanoTime();
            if (now - said > A_WORD.toNanos()) {
                said = now;
                LOG.info(
                        "Waiting until it {}, for {} s now",
                        what,
                        Duration.ofNanos(now - begun).toSeconds());
            }
        }
    }

    private static boolean isStarting(Path data) throws IOException {
        try {
            return PidFile.read(data).state().equals("starting");
        } catch (CannotStart e) {
            return false; // it is being written
        }
    }
}
