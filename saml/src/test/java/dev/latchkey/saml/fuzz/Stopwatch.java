package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Holds each input to a time that is long for a slow machine and short for an attacker. */
final class Stopwatch {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private final long start = System.nanoTime();

    void requireShort() {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    }
}
