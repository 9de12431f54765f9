package dev.latchkey.database;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a process that dies is restarted, and how soon: at once at first, and later each time it dies again.
 *
 * @param most after so many deaths within the time it is given up
 */
record Restarts(
        int most, Duration within, Duration first, Duration longest, Deque<Instant> deaths) {
    static Restarts usual() {
        return of(8, Duration.ofMillis(250), Duration.ofSeconds(8));
    }

    static Restarts of(int most, Duration first, Duration longest) {
        return new Restarts(most, Duration.ofMinutes(10), first, longest, new ArrayDeque<>());
    }

    /** Notes a death; false where it was one too many. */
    boolean goOnAfterADeath() {
        Instant now = Instant.now();
        deaths.addLast(now);
        deaths.removeIf(each -> each.isBefore(now.minus(within)));
        return deaths.size() <= most;
    }

    /** How long to wait after the death that was noted last. */
    Duration pause() {
        Duration pause = first;
        for (int i = 1; i < deaths.size() && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
