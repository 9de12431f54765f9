package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentlyUsedTest {
    private final RecentlyUsed<Integer, String> kept = new RecentlyUsed<>(100);

    @Test
    void whatIsInUseStaysHoweverManyOthersCome() {
        IntStream.range(0, 50).forEach(this::keep);
        for (int other = 1000; other < 21_000; other++) {
            keep(other);
            IntStream.range(0, 50).forEach(kept::get);
        }

        assertThat(IntStream.range(0, 50)).allSatisfy(key -> assertThat(kept.get(key)).isNotNull());
        assertThat(kept.size()).isEqualTo(100);
    }

    @Test
    void oneMoreThanThereIsRoomForForgetsOne() {
        IntStream.range(0, 101).forEach(this::keep);

        assertThat(kept.size()).isEqualTo(100);
        assertThat(kept.get(0)).isNull();
        assertThat(IntStream.range(1, 101)).allSatisfy(key -> assertThat(kept.get(key)).isNotNull());
    }

    @Test
    void theBetterOfTwoValuesForAKeyIsKept() {
        kept.keep(1, "b", (one, other) -> one.compareTo(other) > 0 ? one : other);
        kept.keep(1, "a", (one, other) -> one.compareTo(other) > 0 ? one : other);

        assertThat(kept.get(1)).isEqualTo("b");
        assertThat(kept.size()).isEqualTo(1);
    }

    @Test
    void whereAllAreInUseOneGoesAllTheSame() {
        IntStream.range(0, 100).forEach(this::keep);
        IntStream.range(0, 100).forEach(kept::get);
        keep(100);

        assertThat(kept.size()).isEqualTo(100);
    }

    @Test
    void manyAtOnceStayWithinTheBound() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(8);
        for (int thread = 0; thread < 8; thread++) {
            Random random = new Random(thread);
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    int key = random.nextInt(500);
                    if (kept.get(key) == null) {
                        keep(key);
                    }
                }
                done.countDown();
            });
        }
        done.await();
        keep(1000);

        assertThat(kept.size()).isEqualTo(100);
    }

    private void keep(int key) {
        kept.keep(key, "value " + key, (one, other) -> other);
    }
}
