package dev.latchkey.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepeatedErrorsTest {
    private final AtomicLong now = new AtomicLong();
    private final RepeatedErrors errors = new RepeatedErrors(now::get);

    private FilterReply log(Level level, @Nullable Throwable thrown) {
        return errors.decide(
                null,
                new LoggerContext().getLogger("some.Place"),
                level,
                "it failed",
                null,
                thrown);
    }

    private static Throwable provoked(int number) {
        return new IllegalArgumentException("outside", new IllegalStateException("no " + number));
    }

    private int written(int tries) {
        int written = 0;
        for (int i = 0; i < tries; i++) {
            if (log(Level.ERROR, provoked(i)) == FilterReply.NEUTRAL) {
                written++;
            }
        }
        return written;
    }

    @Test
    void theSameTraceIsWrittenOnlySoOftenWhateverItsMessage() {
        assertThat(written(1_000)).isEqualTo(RepeatedErrors.AT_MOST);
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(written(1_000)).isEqualTo(RepeatedErrors.AT_MOST);
    }

    @Test
    void anotherTraceIsWrittenBesideIt() {
        written(1_000);
        assertThat(log(Level.ERROR, new UnsupportedOperationException()))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void linesWithoutATraceAreNotCounted() {
        for (int i = 0; i < 100; i++) {
            assertThat(log(Level.ERROR, null)).isEqualTo(FilterReply.NEUTRAL);
            assertThat(log(Level.INFO, provoked(i))).isEqualTo(FilterReply.NEUTRAL);
        }
    }
}
