package dev.latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NetworkTurnsTest {
    private final NetworkTurns turns = new NetworkTurns(Duration.ofSeconds(20));

    /** The count is in the database as soon as the statement ends there, and a moment later its turn knows it. */
    @Test
    void whatWasCountedAndDoesNotKnowItYetIsWaitedFor() throws Exception {
        var full = new AtomicBoolean();
        var counted = new CountDownLatch(1);
        var refused = new CountDownLatch(1);
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first =
                    people.submit(() -> {
                        Optional<NetworkTurns.Turn> turn =
                                turns.take(
                                        "network",
                                        () -> {
                                            full.set(true);
                                            counted.countDown();
                                            awaited(refused);
                                            pause(); // the second one looks around meanwhile
                                            return true;
                                        });
                        full.set(false);
                        turn.orElseThrow().end(true);
                        return true;
                    });
            awaited(counted);
            Future<Boolean> second =
                    people.submit(() -> {
                        Optional<NetworkTurns.Turn> turn =
                                turns.take(
                                        "network",
                                        () -> {
                                            boolean free = !full.get();
                                            refused.countDown();
                                            return free;
                                        });
                        turn.ifPresent(each -> each.end(true));
                        return turn.isPresent();
                    });
            assertThat(second.get()).isTrue();
            first.get();
        }
        assertThat(turns.size()).isZero();
    }

    @Test
    void aCountThatNobodyInHandCanGiveBackIsRefusedAtOnce() throws Exception {
        assertThat(turns.take("network", () -> false)).isEmpty();
        assertThat(turns.size()).isZero();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
