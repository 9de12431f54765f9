package dev.latchkey.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.People;
import dev.latchkey.process.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A server that is killed in the middle of an announcement, and the one that goes on. */
@SpringBootTest(classes = LatchkeyApplication.class)
@DirtiesContext
@NullUnmarked
class AnnouncementCrashTest {
    private static final int USERS = 300;
    private static final int BEFORE_THE_KILL = 60;
    private static EmbeddedPostgres postgres;
    private static PickySmtp smtp;

    @TempDir private static Path folder;

    @Autowired private JdbcClient jdbc;
    @Autowired private Directory directory;
    @Autowired private Connections connections;
    @Autowired private Cohorts cohorts;
    @Autowired private AnnouncementStore store;
    @Autowired private AnnouncementService desk;
    @Autowired private MailList mails;
    @Autowired private Scheduler scheduler;

    @DynamicPropertySource
    static void places(DynamicPropertyRegistry registry) throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        smtp = new PickySmtp();
        settings().forEach((name, value) -> registry.add(name, () -> value));
    }

    @AfterAll
    static void close() throws IOException {
        smtp.close();
        postgres.close();
    }

    private static Map<String, String> settings() {
        return Map.of(
                "LATCHKEY_DATABASE_URL",
                postgres.getJdbcUrl("postgres", "postgres"),
                "LATCHKEY_DATABASE_USER",
                "postgres",
                "LATCHKEY_DATA_DIR",
                folder.toString(),
                "LATCHKEY_SMTP_URL",
                "smtp://127.0.0.1:" + smtp.port() + "?tls=none");
    }

    @Test
    void aKilledServersAnnouncementGoesOnAndMailsNobodyTwice() throws Exception {
        scheduler.stop(); // only the servers that are started here send
        ReadyList list = new ReadyList(jdbc, directory, connections, cohorts);
        list.addMany(USERS);
        smtp.answers = address -> pause(20);
        begin(list);

        try (ServerProcess first = ServerProcess.start("serve", folder, settings()).ready()) {
            await(() -> smtp.taken.size() >= BEFORE_THE_KILL);
            first.kill();
        }
        int before = smtp.taken.size();
        assertThat(before).isLessThan(USERS);
        smtp.answers = address -> true;
        minutesGoBy();
        try (ServerProcess second = ServerProcess.start("serve", folder, settings())) {
            second.ready();
            await(() -> !store.of(list.cohort()).sending());
        }

        Announcement after = store.of(list.cohort());
        assertThat(new HashSet<>(smtp.taken)).as("nobody twice").hasSameSizeAs(smtp.taken);
        long sent = mails.count(after).of(MailState.SENT);
        long unsure = mails.count(after).of(MailState.UNSURE);
        assertThat(sent + unsure).isEqualTo(USERS);
        assertThat(sent).isGreaterThan(USERS - 100L).isLessThanOrEqualTo(smtp.taken.size());
        assertThat(after.state())
                .isEqualTo(unsure == 0 ? Announcement.State.TOLD : Announcement.State.WAITING);
    }

    private void begin(ReadyList list) {
        Wording usual = Wording.USUAL;
        Instant day = Instant.now().plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.SECONDS);
        People.ok(
                desk.save(
                        caller(list, Caller.Kind.OPERATOR),
                        list.cohort(),
                        store.of(list.cohort()).version(),
                        new Wording(
                                usual.subject(), usual.vendor(), "", usual.help(), day, "UTC")));
        People.ok(
                desk.start(
                        caller(list, Caller.Kind.ADMIN),
                        list.cohort(),
                        store.of(list.cohort()).version(),
                        list.cohort().revision()));
    }

    private static Caller caller(ReadyList list, Caller.Kind kind) {
        return new Caller(
                kind,
                new Actor(Actor.Kind.USER, list.admin.id().toString(), list.admin.email()),
                list.organization.id());
    }

    /** So long that a server that does not beat any more counts as dead. */
    private void minutesGoBy() {
        jdbc.sql(
                        """
                        update scheduled_tasks set last_heartbeat = last_heartbeat - interval '10 minutes',
                            execution_time = execution_time - interval '10 minutes'
                        where picked
                        """)
                .update();
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            pause(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
