package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Holds each input to a time that is long for a slow machine and short for an attacker. What counts is the thread's time
 * on the processor: that the machine was busy with something else is no finding.
 */
final class Stopwatch {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private final long start = THREADS.getCurrentThreadCpuTime();

    void requireShort() {
        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start)).isLessThan(LONGEST);
    }
}
