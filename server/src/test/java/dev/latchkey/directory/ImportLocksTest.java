package dev.latchkey.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.audit.Caller;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Result;
import dev.latchkey.testing.WholeServer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** An import holds the addresses that are in it, and no others. */
@WholeServer
@NullUnmarked
class ImportLocksTest {
    @Autowired private Directory directory;
    @Autowired private EmailLocks locks;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

    @Test
    void usersOfOthersAreMadeMeanwhileAndAnAddressOfItOnlyAfterIt() throws Exception {
        Organization ours = People.organization(directory);
        Organization theirs = People.organization(directory);
        String word = UUID.randomUUID().toString();
        List<String> keys =
                IntStream.range(0, 20_000).mapToObj(i -> i + "@" + word + ".example").toList();
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> running =
                    others.submit(() ->
                            transaction.executeWithoutResult(status -> {
                                locks.takeAll(keys);
                                People.user(directory, ours, keys.getFirst());
                                locked.countDown();
                                await(commit);
                            }));
            assertThat(locked.await(20, TimeUnit.SECONDS)).isTrue();

            Future<Result<User>> free =
                    others.submit(() -> create(theirs, "someone@" + word + ".example"));
            assertThat(free.get(3, TimeUnit.SECONDS)).isInstanceOf(Result.Ok.class);

            Future<Result<User>> taken =
                    others.submit(() ->
                            create(theirs, "0@" + word.toUpperCase(Locale.ROOT) + ".example"));
            Thread.sleep(300);
            assertThat(taken).isNotDone();
            commit.countDown();
            running.get();
            assertThat(taken.get(3, TimeUnit.SECONDS)).isInstanceOf(Result.Refused.class);
        }
        locks.sweep();
        assertThat(jdbc.sql("select count(*) from email_lock").query(Long.class).single())
                .isLessThan(1_000);
    }

    private Result<User> create(Organization organization, String email) {
        return directory.createUser(
                Caller.system(organization.id()),
                new NewUser(new EmailAddress(email).value(), "Ada", false));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
