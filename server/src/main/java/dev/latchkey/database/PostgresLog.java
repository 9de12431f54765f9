package dev.latchkey.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PostgreSQL says. Its last lines are kept, for the day on which it doesn't start. While it runs, what it says goes
 * into the log, a bounded number of lines a minute: anybody on the machine can make it speak by knocking.
 */
final class PostgresLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.latchkey.database.postgresql");
    private static final int KEPT = 12;
    private static final int A_MINUTE = 20;
    private static final int LONGEST = 400;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Deque<String> last = new ArrayDeque<>();
    private volatile boolean shown;
    private long minute = System.nanoTime();
    private int inThisMinute;

    /** Reads until the end, on a thread of its own: a pipe that nobody empties would stop the database. */
    Thread read(InputStream output) {
        return Thread.ofPlatform().daemon().name("postgresql-log").start(() -> readAll(output));
    }

    /** From now on its words are worth a line in the log, not only where the start fails. */
    void show() {
        shown = true;
    }

    void hide() {
        shown = false;
    }

    private void readAll(InputStream output) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line);
            }
        } catch (IOException e) {
            LOG.debug("The output of PostgreSQL ended: {}", e.getMessage());
        }
    }

    private synchronized void add(String line) {
        last.addLast(line);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        if (shown && mayBeShown()) {
            LOG.info("{}", line);
        } else {
            LOG.debug("{}", line);
        }
    }

    private boolean mayBeShown() {
        long now = System.nanoTime();
        if (now - minute > MINUTE) {
            minute = now;
            inThisMinute = 0;
        }
        inThisMinute++;
        return inThisMinute <= A_MINUTE;
    }

    /** Its last words, in one line. */
    synchronized String lastWords() {
        List<String> words =
                last.stream().map(String::strip).filter(each -> !each.isEmpty()).toList();
        return words.isEmpty() ? "PostgreSQL said nothing" : String.join(" | ", words);
    }

    /** The last line in which all of this stands, or nothing. */
    synchronized String lastWith(String part) {
        return last.stream().filter(each -> each.contains(part)).reduce("", (a, b) -> b);
    }

    synchronized boolean contains(String part) {
        return last.stream().anyMatch(each -> each.contains(part));
    }
}
