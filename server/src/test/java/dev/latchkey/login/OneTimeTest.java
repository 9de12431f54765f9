package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.directory.User;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What may happen once, or only for so long; on a real database. */
class OneTimeTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final JdbcClient jdbc = JdbcClient.create(LoginDatabase.dataSource());
    private final Sessions sessions =
            new Sessions(jdbc, new JdbcTemplate(LoginDatabase.dataSource()));
    private final SpentAssertions spent = new SpentAssertions(jdbc);

    @Test
    void anAssertionThatTwoNodesGetAtOnceIsSpentByOne() throws Exception {
        ConnectionId connection = ConnectionId.next();
        TransactionTemplate transaction =
                new TransactionTemplate(new JdbcTransactionManager(LoginDatabase.dataSource()));
        CountDownLatch start = new CountDownLatch(1);
        Callable<Boolean> node =
                () -> {
                    start.await();
                    return transaction.execute(
                            status -> spent.spend(connection, "_a", NOW.plusSeconds(60)));
                };
        try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
            var first = nodes.submit(node);
            var second = nodes.submit(node);
            start.countDown();
            assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void theSameAssertionIdOfAnotherConnectionIsAnotherAssertion() {
        assertThat(spent.spend(ConnectionId.next(), "_b", NOW)).isTrue();
        assertThat(spent.spend(ConnectionId.next(), "_b", NOW)).isTrue();
    }

    @Test
    void aSessionEndsAfterEightIdleHours() {
        String id = sessions.begin(user(), NOW);

        assertThat(sessions.find(id, NOW.plus(Duration.ofHours(8)).minusSeconds(1))).isPresent();
        assertThat(sessions.find(id, NOW.plus(Duration.ofHours(16)))).isEmpty();
    }

    @Test
    void useKeepsASessionButNotBeyondADay() {
        String id = sessions.begin(user(), NOW);
        for (int hour = 7; hour < 24; hour += 7) {
            assertThat(sessions.find(id, NOW.plus(Duration.ofHours(hour)))).isPresent();
        }
        assertThat(sessions.find(id, NOW.plus(Duration.ofHours(24)))).isEmpty();
    }

    @Test
    void anEndedSessionIsGone() {
        String id = sessions.begin(user(), NOW);
        sessions.end(id);
        assertThat(sessions.find(id, NOW)).isEmpty();
    }

    @Test
    void onlyTheHashOfASessionIdIsStored() {
        String id = sessions.begin(user(), NOW);
        assertThat(
                        jdbc.sql("select count(*) from session s where s::text like :id")
                                .param("id", "%" + id + "%")
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    private static User user() {
        return new User(
                UserId.next(),
                OrganizationId.next(),
                "a@example.com",
                "A",
                false,
                true,
                User.Kind.PERSON,
                true);
    }
}
