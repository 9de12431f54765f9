package dev.latchkey.http;

import java.util.concurrent.TimeUnit;

/**
 * How long a client may let us wait: a time for nothing, and more for what it has moved by then. What we take for
 * ourselves does not count.
 */
final class Pace {
    private final long bytesPerSecond;
    private long waitedNanos;
    private long bytes;

    Pace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    void add(long nanos, long moved) {
        waitedNanos += nanos;
        bytes += Math.max(0, moved);
    }

    boolean isTooSlow(long forNothingSeconds) {
        return TimeUnit.NANOSECONDS.toMillis(waitedNanos)
                > forNothingSeconds * 1000 + bytes * 1000 / bytesPerSecond;
    }

    long bytes() {
        return bytes;
    }
}
