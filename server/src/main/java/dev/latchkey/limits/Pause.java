package dev.latchkey.limits;

import java.time.Duration;

/** Waits; a test waits in its own way. */
@FunctionalInterface
interface Pause {
    void of(Duration time) throws InterruptedException;
}
