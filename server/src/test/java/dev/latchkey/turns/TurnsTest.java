package dev.latchkey.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class TurnsTest {
    private final Turns turns = new Turns("test", 1, 2, 300);

    @Test
    void soManyAtOnceSoManyWaitAndTheNextIsToldAtOnce() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(1);
            for (int i = 0; i < 1; i++) {
                all.add(people.submit(() -> turns.take(() -> work(begun, hold, now, most))));
            }
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            List<Future<String>> late = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                late.add(people.submit(() -> turns.take(() -> work(begun, hold, now, most))));
            }
            int refused = 0;
            for (Future<String> each : late) {
                refused += isOverloaded(each) ? 1 : 0;
            }
            // Four found no room, and two waited in vain.
            assertThat(refused).isEqualTo(6);
            hold.countDown();
            assertThat(all.getFirst().get()).isEqualTo("done");
            assertThat(people.submit(() -> turns.take(() -> "next")).get()).isEqualTo("next");
        }
        assertThat(most.get()).isOne();
    }

    private static String work(
            CountDownLatch begun, CountDownLatch hold, AtomicInteger now, AtomicInteger most)
            throws InterruptedException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        begun.countDown();
        hold.await();
        now.decrementAndGet();
        return "done";
    }

    private static boolean isOverloaded(Future<String> each) throws InterruptedException {
        try {
            each.get();
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            return e.getCause() instanceof Overloaded;
        }
    }

    @Test
    void aStepIsAdmittedWhileThereIsRoomForItToEnd() {
        assertThat(nested(2)).isEqualTo("room");
        assertThatThrownBy(() -> nested(3)).isInstanceOf(Overloaded.class);
        assertThat(nested(2)).isEqualTo("room");
    }

    private String nested(int deeper) {
        turns.ensureRoom();
        return turns.admit(() -> deeper == 0 ? "room" : nested(deeper - 1));
    }

    @Test
    void whatItThrowsIsThrown() {
        assertThatThrownBy(() ->
                        turns.take(() -> {
                            throw new IllegalArgumentException("too long");
                        }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("too long");
    }

    @Test
    void inATransactionItIsRefusedAsAFaultOfOurs() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThatThrownBy(() -> turns.take(() -> "never"))
                    .isInstanceOf(IllegalStateException.class);
        } finally {
            TransactionSynchronizationManager.setActualTransactionActive(false);
        }
    }
}
