package dev.latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.IpAddress;
import dev.latchkey.shared.Secret;
import dev.latchkey.testing.WholeServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Who is delayed and who is refused for wrong tries, and who never is; on a real database. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class GuessesTest {
    private static final String PURPOSE = "password";

    @Autowired Counters counters;
    @Autowired Devices devices;
    @Autowired JdbcClient jdbc;

    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final EmailAddress ada =
            EmailAddress.parse("ada-" + UUID.randomUUID() + "@example.com").orElseThrow();
    private Guesses guesses;

    @BeforeEach
    void nothingCounted() {
        jdbc.sql("delete from rate_limit").update();
        guesses = node(pauses::add);
    }

    private Guesses node(Pause pause) {
        return new Guesses(counters, devices, new LimitSettings("100", "10", "10000", "3"), pause);
    }

    private static Visitor from(String address) {
        return new Visitor(IpAddress.parse(address).orElseThrow(), null);
    }

    private static EmailAddress somebody(int i) {
        return EmailAddress.parse("u" + i + "@example.com").orElseThrow();
    }

    private boolean wrong(EmailAddress account, Visitor visitor) {
        return guesses.password(PURPOSE, account, visitor, guess -> "wrong").isPresent();
    }

    private boolean right(EmailAddress account, Visitor visitor) {
        return right(guesses, account, visitor);
    }

    private static boolean right(Guesses node, EmailAddress account, Visitor visitor) {
        return node.password(
                        PURPOSE,
                        account,
                        visitor,
                        guess -> {
                            guess.right();
                            return "right";
                        })
                .isPresent();
    }

    @Test
    void fortyWrongTriesOfAStrangerDelayTheRightPasswordAndKeepItOutNowhere() {
        for (int i = 0; i < 40; i++) {
            assertThat(wrong(ada, from("203.0.113.5"))).isTrue();
        }
        assertThat(pauses).hasSize(30).isSorted();
        assertThat(pauses.getLast()).isEqualTo(Duration.ofSeconds(3));

        assertThat(right(ada, from("198.51.100.1"))).isTrue();
        assertThat(right(ada, from("203.0.113.5"))).isTrue();
        assertThat(pauses).last().isEqualTo(Duration.ofSeconds(3));
        pauses.clear();
        assertThat(right(somebody(1), from("203.0.113.5"))).isTrue();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aBrowserInWhichThePersonSignedInBeforeWaitsForNoStranger() {
        Visitor known = signedInBefore(ada, "203.0.113.5");
        for (int i = 0; i < 130; i++) {
            wrong(ada, from("203.0.113.5"));
        }
        assertThat(wrong(somebody(1), from("203.0.113.5"))).isFalse();
        pauses.clear();

        assertThat(right(ada, known)).isTrue();
        assertThat(pauses).isEmpty();
        assertThat(wrong(somebody(1), known)).as("it is known for its own account").isFalse();
    }

    @Test
    void aKnownBrowserThatIsWrongTooOftenIsAStrangerAgain() {
        Visitor known = signedInBefore(ada, "198.51.100.1");
        for (int i = 0; i < 20; i++) {
            assertThat(wrong(ada, known)).isTrue();
        }
        assertThat(pauses).isEmpty();
        assertThat(wrong(ada, known)).isTrue();
        assertThat(pauses).hasSize(1);
    }

    @Test
    void onlySoManyBrowsersOfAnAccountAreRemembered() {
        Visitor first = signedInBefore(ada, "198.51.100.1");
        jdbc.sql("update known_device set expires_at = now() + interval '1 day'").update();
        for (int i = 0; i < 20; i++) {
            signedInBefore(ada, "198.51.100.1");
        }
        assertThat(devices.known(PURPOSE, ada, first)).isFalse();
        assertThat(devices.known("operator", ada, signedInBefore(ada, "198.51.100.1"))).isFalse();
    }

    private Visitor signedInBefore(EmailAddress account, String address) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        devices.remember(PURPOSE, account, new MockHttpServletRequest(), response);
        String token = response.getCookie("__Host-latchkey_device").getValue();
        return new Visitor(IpAddress.parse(address).orElseThrow(), new Secret(token));
    }

    @Test
    void rightPasswordsCountForNothing() {
        for (int i = 0; i < 200; i++) {
            assertThat(right(i % 2 == 0 ? ada : somebody(i), from("203.0.113.5"))).isTrue();
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void whatWasNotLookedAtCountsForNothing() {
        for (int i = 0; i < 120; i++) {
            Optional<String> busy =
                    guesses.password(
                            PURPOSE,
                            ada,
                            from("203.0.113.5"),
                            guess -> {
                                guess.unchecked();
                                return "later";
                            });
            assertThat(busy).contains("later");
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void anIpv6NetworkIsRefusedAsAWhole() {
        List<Boolean> tried = new ArrayList<>();
        for (int i = 0; i < 110; i++) {
            tried.add(wrong(somebody(i), from("2001:db8:0:7:" + Integer.toHexString(i) + "::1")));
        }
        assertThat(tried.subList(0, 100)).containsOnly(true);
        assertThat(tried).filteredOn(looked -> !looked).hasSizeGreaterThanOrEqualTo(8);
        assertThat(right(ada, from("2001:db8:0:8::1"))).isTrue();
    }

    @Test
    void twoNodesCountTogether() {
        Guesses other = node(pauses::add);
        for (int i = 0; i < 50; i++) {
            wrong(somebody(i), from("203.0.113.5"));
            other.password(PURPOSE, somebody(i), from("203.0.113.5"), guess -> "wrong");
        }
        assertThat(right(other, ada, from("203.0.113.5"))).isFalse();
        assertThat(right(ada, from("203.0.113.5"))).isFalse();
    }

    @Test
    void fiftyAtOnceForOneAddressGetNoFurtherThanOneAfterTheOther() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger looked = new AtomicInteger();
        guesses =
                node(time -> {
                    waiting.incrementAndGet();
                    over.await();
                });
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Integer>>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(
                        people.submit(() ->
                                guesses.password(
                                        PURPOSE,
                                        ada,
                                        from("203.0.113.5"),
                                        guess -> looked.incrementAndGet())));
            }
            await(() -> all.stream().filter(Future::isDone).count() == 46);
            assertThat(looked).hasValue(10);
            assertThat(waiting).hasValue(NetworkTurns.DELAYED);
            // The others of that network are not held up by those who wait.
            assertThat(right(somebody(1), from("203.0.113.5"))).isTrue();
            over.countDown();
        }
        assertThat(looked).hasValue(10 + NetworkTurns.DELAYED);
    }

    @Test
    void manyAtOnceFromOneNetworkAreLookedAtUpToItsLimit() throws Exception {
        AtomicInteger looked = new AtomicInteger();
        assertThat(
                        atOnce(
                                150,
                                i ->
                                        guesses.password(
                                                PURPOSE,
                                                somebody(i),
                                                from("203.0.113.5"),
                                                guess -> looked.incrementAndGet())))
                .filteredOn(Optional::isEmpty)
                .hasSizeBetween(45, 50);
        assertThat(looked).hasValueBetween(100, 105);
    }

    @Test
    void anOfficeThatComesAllAtOnceIsNotRefusedForWhatIsStillBeingLookedAt() throws Exception {
        for (int i = 0; i < 95; i++) {
            wrong(somebody(1000 + i), from("203.0.113.5"));
        }
        assertThat(
                        atOnce(
                                200,
                                i ->
                                        guesses.password(
                                                PURPOSE,
                                                somebody(i),
                                                from("203.0.113.5"),
                                                guess -> {
                                                    guess.right();
                                                    return i;
                                                })))
                .allMatch(Optional::isPresent);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aTryThatBreaksStaysCountedAndEndsItsTurn() {
        for (int i = 0; i < 40; i++) {
            assertThatThrownBy(() ->
                            guesses.password(
                                    PURPOSE,
                                    ada,
                                    from("203.0.113.5"),
                                    guess -> {
                                        throw new IllegalStateException("broken");
                                    }))
                    .hasMessage("broken");
        }
        assertThat(pauses).hasSize(30);
    }

    private interface Try<T> {
        T at(int i);
    }

    private static <T> List<T> atOnce(int count, Try<T> each) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            calls.add(() -> each.at(number));
        }
        List<T> results = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : people.invokeAll(calls)) {
                results.add(future.get());
            }
        }
        return results;
    }

    private static void await(Callable<Boolean> met) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!met.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }
}
