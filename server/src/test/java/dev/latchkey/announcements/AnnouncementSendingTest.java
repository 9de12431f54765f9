package dev.latchkey.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.rollout.RolloutError;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What becomes of each mail on good days and bad ones. */
@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = {
            "latchkey.data-dir=target/announcement-test-${random.uuid}",
            "latchkey.mail-per-second=1000"
        })
@org.jspecify.annotations.NullUnmarked
class AnnouncementSendingTest {
    private static final PickySmtp SMTP = smtp();

    @Autowired JdbcClient jdbc;
    @Autowired Directory directory;
    @Autowired Connections connections;
    @Autowired Cohorts cohorts;
    @Autowired AnnouncementStore store;
    @Autowired AnnouncementDesk desk;
    @Autowired AnnouncementSender sender;
    @Autowired MailQueue queue;
    @Autowired MailList mails;

    private final Instant day =
            Instant.now().plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.SECONDS);
    private ReadyList list;

    private static PickySmtp smtp() {
        try {
            return new PickySmtp();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry registry) {
        registry.add("latchkey.smtp-url", () -> "smtp://127.0.0.1:" + SMTP.port());
    }

    @BeforeEach
    void aListThatMayBeTold() throws IOException {
        SMTP.back();
        SMTP.answers = address -> true;
        list = new ReadyList(jdbc, directory, connections, cohorts);
    }

    @Test
    void everyoneIsMailedOnceAndThenTheListIsTold() throws Exception {
        List<User> users = users("plain", 30);
        int lines = SMTP.lines.get();
        save(day);
        start();
        settled();
        assertThat(users).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(now().state()).isEqualTo(Announcement.State.TOLD);
        assertThat(list.cohort().state()).isEqualTo(Cohort.State.ANNOUNCED);
        assertThat(SMTP.lines.get() - lines).as("lines to the mail server").isLessThanOrEqualTo(2);
        assertThat(
                        jdbc.sql("select switch_at from cohort where id = ?")
                                .param(list.cohort().id().value())
                                .query(Instant.class)
                                .single())
                .isEqualTo(day);
    }

    @Test
    void twoRunsAtOnceMailNobodyTwice() throws Exception {
        List<User> users = users("plain", 200);
        AnnouncementSender.Run run = begun();
        try (var nodes = Executors.newFixedThreadPool(2)) {
            var first = nodes.submit(() -> sender.send(run, () -> false));
            var second = nodes.submit(() -> sender.send(run, () -> false));
            first.get(30, TimeUnit.SECONDS);
            second.get(30, TimeUnit.SECONDS);
        }
        sender.send(run, () -> false);
        assertThat(users).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(count(MailState.SENT)).isEqualTo(200);
        assertThat(now().state()).isEqualTo(Announcement.State.TOLD);
    }

    @Test
    void whatARunThatDiedHadClaimedIsListedAndNotSentAgainByItself() {
        List<User> users = users("plain", 12);
        AnnouncementSender.Run run = begun();
        List<MailQueue.Claimed> lost = queue.claim(now(), 5, Instant.now());
        assertThat(lost).hasSize(5);

        sender.send(run, () -> false);

        assertThat(count(MailState.UNSURE)).isEqualTo(5);
        assertThat(count(MailState.SENT)).isEqualTo(7);
        assertThat(now().state()).isEqualTo(Announcement.State.WAITING);
        assertThat(list.cohort().state()).isEqualTo(Cohort.State.APPROVED);
        lost.forEach(mail -> assertThat(SMTP.times(mail.email())).isZero());

        ok(desk.resend(caller(Caller.Kind.OPERATOR), list.cohort(), MailState.UNSURE, null));
        settled();
        assertThat(users).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(list.cohort().state()).isEqualTo(Cohort.State.ANNOUNCED);
    }

    @Test
    void aRunThatIsInterruptedInABatchLosesAndDoublesNobody() throws Exception {
        List<User> users = users("plain", 40);
        AnnouncementSender.Run run = begun();
        AtomicBoolean stop = new AtomicBoolean();
        int before = SMTP.taken.size();
        SMTP.answers =
                address -> {
                    stop.set(SMTP.taken.size() - before >= 7);
                    return true;
                };
        Optional<Instant> next = sender.send(run, stop::get);
        assertThat(next).isPresent();
        assertThat(count(MailState.SENT)).isEqualTo(7);
        assertThat(count(MailState.PENDING)).isEqualTo(33);

        SMTP.answers = address -> true;
        sender.send(run, () -> false);
        assertThat(users).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(now().state()).isEqualTo(Announcement.State.TOLD);
    }

    @Test
    void aRunThatWasOnlyThoughtDeadStillSettlesItsMails() throws Exception {
        users("plain", 1);
        AnnouncementSender.Run run = begun();
        CountDownLatch handedOver = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SMTP.answers =
                address -> {
                    handedOver.countDown();
                    try {
                        return goOn.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                };
        try (var nodes = Executors.newFixedThreadPool(1)) {
            var slow = nodes.submit(() -> sender.send(run, () -> false));
            assertThat(handedOver.await(20, TimeUnit.SECONDS)).isTrue();
            sender.send(run, () -> false);
            assertThat(count(MailState.UNSURE)).isOne();
            assertThat(now().state()).isEqualTo(Announcement.State.WAITING);
            goOn.countDown();
            slow.get(20, TimeUnit.SECONDS);
        }
        assertThat(count(MailState.SENT)).isOne();
        assertThat(now().state()).isEqualTo(Announcement.State.TOLD);
    }

    @Test
    void whileTheMailServerIsAwayNothingIsLostAndItGoesOnLater() throws Exception {
        List<User> users = users("plain", 5);
        AnnouncementSender.Run run = begun();
        SMTP.away();
        Instant next = sender.send(run, () -> false).orElseThrow();
        assertThat(next).isAfter(Instant.now().plusSeconds(5));
        assertThat(sender.send(run, () -> false).orElseThrow()).isAfter(next.plusSeconds(10));
        assertThat(now().lastError()).isEqualTo("The mail server can't be reached.");
        assertThat(count(MailState.PENDING)).isEqualTo(5);

        SMTP.back();
        sender.send(run, () -> false);
        assertThat(users).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(now().lastError()).isNull();
        assertThat(now().state()).isEqualTo(Announcement.State.TOLD);
    }

    @Test
    void aLineThatBreaksBeforeAMailIsWholeLosesNothing() {
        User breaks = list.add("breaks");
        list.add("later-than-it");
        AnnouncementSender.Run run = begun();
        assertThat(sender.send(run, () -> false)).isPresent();
        assertThat(count(MailState.PENDING)).isEqualTo(2);
        assertThat(SMTP.times(breaks.email())).isZero();
        assertThat(now().lastError()).isEqualTo("The line to the mail server broke.");
    }

    @Test
    void anAddressThatCanNotBeWrittenIsRefusedWithTheReasonAndStopsNobody() {
        // The low octet of each of these letters is CR or LF; the others turn into other addresses.
        List<User> unwritable =
                List.of(
                        list.add("a.\u010dern\u00fd"),
                        list.add("a.\u4e0a\u6d77"),
                        list.add("a\u043e\u0420NOTIFY=NEVER"),
                        list.add("\u0438\u0432\u0430\u043d"));
        List<User> fine = users("plain", 4);
        begunAndSentAll();
        assertThat(fine).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(mails.page(now(), MailState.REFUSED, null).rows())
                .hasSize(unwritable.size())
                .allSatisfy(row -> assertThat(row.problem()).contains("SMTPUTF8"));
        assertThat(now().state()).isEqualTo(Announcement.State.WAITING);
        assertThat(now().lastError()).isNull();
    }

    @Test
    void howeverManyAddressesCanNotBeWrittenTheServerIsNotBlamed() {
        for (int i = 0; i < 25; i++) {
            list.add("a.\u010dern\u00fd" + i);
        }
        List<User> fine = users("plain", 2);
        begunAndSentAll();
        assertThat(fine).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(now().state()).isEqualTo(Announcement.State.WAITING);
    }

    @Test
    void aMailThatBreaksTheLineAgainAndAgainComesBehindTheOthers() {
        User poison = list.add("breaks");
        List<User> fine = users("plain", 6);
        AnnouncementSender.Run run = begun();
        for (int i = 0; i < 3; i++) {
            sender.send(run, () -> false);
        }
        assertThat(fine).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(now().failures()).as("a server that took mails is well").isLessThan(2);
        for (int i = 0; i < 8; i++) {
            jdbc.sql("update announcement_mail set due_at = now() where user_id = ?")
                    .param(poison.id().value())
                    .update();
            sender.send(run, () -> false);
        }
        assertThat(count(MailState.REFUSED)).isOne();
        assertThat(now().state()).isEqualTo(Announcement.State.WAITING);
    }

    @Test
    void aMailGoesToTheDomainsALabelAndNowhereElse() {
        String tag = java.util.UUID.randomUUID().toString();
        User pat =
                ok(
                        directory.createUser(
                                Caller.system(list.organization.id()),
                                new dev.latchkey.directory.NewUser(
                                        "pat-" + tag + "@\u0161koda.example", "Pat", false)));
        list.put(pat.id());
        begunAndSent();
        assertThat(SMTP.taken).contains("pat-" + tag + "@xn--koda-f6a.example");
        assertThat(SMTP.times("pat-" + tag + "@akoda.example")).isZero();
    }

    @Test
    void aLineThatBreaksBeforeTheAnswerLeavesTheMailUnsure() {
        User silent = list.add("silent");
        User plain = list.add("zoe");
        AnnouncementSender.Run run = begun();
        assertThat(sender.send(run, () -> false)).isPresent();
        sender.send(run, () -> false);
        assertThat(SMTP.times(silent.email())).isOne();
        assertThat(SMTP.times(plain.email())).isOne();
        assertThat(count(MailState.UNSURE)).isOne();
        assertThat(now().state()).isEqualTo(Announcement.State.WAITING);
    }

    @Test
    void refusedAddressesAreListedAndTheCustomerAloneTakesThemUponThemself() {
        User refused = list.add("refused");
        User fine = list.add("plain");
        AnnouncementSender.Run run = begun();
        sender.send(run, () -> false);
        assertThat(SMTP.times(fine.email())).isOne();
        assertThat(now().state()).isEqualTo(Announcement.State.WAITING);
        List<MailRow> rows = mails.page(now(), MailState.REFUSED, null).rows();
        assertThat(rows).extracting(MailRow::email).containsExactly(refused.email());
        assertThat(rows.getFirst().problem()).contains("550 5.1.1 no such user");

        assertThat(codes(desk.acknowledge(caller(Caller.Kind.OPERATOR), list.cohort())))
                .containsExactly(AnnouncementError.CUSTOMERS_WORD);
        assertThat(list.cohort().state()).isEqualTo(Cohort.State.APPROVED);
        ok(desk.acknowledge(caller(Caller.Kind.ADMIN), list.cohort()));
        assertThat(now().state()).isEqualTo(Announcement.State.TOLD);
        assertThat(list.cohort().state()).isEqualTo(Cohort.State.ANNOUNCED);
    }

    @Test
    void aServerThatRefusesEverybodyIsNotFedTheWholeList() {
        users("refused", 60);
        AnnouncementSender.Run run = begun();
        assertThat(sender.send(run, () -> false)).isEmpty();
        assertThat(now().state()).isEqualTo(Announcement.State.PAUSED);
        assertThat(now().lastError()).contains("refused many addresses in a row");
        assertThat(count(MailState.REFUSED)).isEqualTo(20);
        assertThat(count(MailState.PENDING)).isEqualTo(40);
    }

    @Test
    void whoMayBeTakenLaterIsTriedLaterAndKeepsNobodyWaiting() {
        list.add("later");
        User plain = list.add("plain");
        AnnouncementSender.Run run = begun();
        Instant next = sender.send(run, () -> false).orElseThrow();
        assertThat(next).isAfter(Instant.now().plusSeconds(30));
        assertThat(SMTP.times(plain.email())).isOne();
        assertThat(count(MailState.PENDING)).isOne();
        for (int i = 0; i < 6; i++) {
            jdbc.sql(
                            "update announcement_mail set due_at = now() - interval '1 s' where cohort_id = ?")
                    .param(list.cohort().id().value())
                    .update();
            sender.send(run, () -> false);
        }
        assertThat(count(MailState.REFUSED)).isOne();
        assertThat(now().state()).isEqualTo(Announcement.State.WAITING);
    }

    @Test
    void aPauseHoldsAndGoingOnDoublesNobody() {
        List<User> users = users("plain", 8);
        AnnouncementSender.Run run = begun();
        ok(desk.pause(caller(Caller.Kind.ADMIN), list.cohort()));
        assertThat(sender.send(run, () -> false)).isEmpty();
        assertThat(count(MailState.PENDING)).isEqualTo(8);
        assertThat(codes(desk.pause(caller(Caller.Kind.ADMIN), list.cohort())))
                .containsExactly(AnnouncementError.NOT_SENDING);
        start();
        settled();
        assertThat(users).allSatisfy(user -> assertThat(SMTP.times(user.email())).isOne());
        assertThat(sender.send(run, () -> false)).as("the run before the pause").isEmpty();
    }

    @Test
    void whoWasToldTheSameDayForAnEarlierListGetsNoSecondMailAndAnotherDayIsToldToAll() {
        User told = list.add("told");
        begunAndSent();
        User added = list.add("added");
        list.approveAnew();
        assertThat(queue.wouldMail(list.cohort(), 2, day)).isOne();
        start();
        settled();
        assertThat(SMTP.times(told.email())).isOne();
        assertThat(SMTP.times(added.email())).isOne();
        assertThat(mails.count(now()).total()).isEqualTo(2);

        save(day.plus(Duration.ofDays(1)));
        start();
        settled();
        assertThat(SMTP.times(told.email())).isEqualTo(2);
        assertThat(SMTP.times(added.email())).isEqualTo(2);
        assertThat(now().state()).isEqualTo(Announcement.State.TOLD);
    }

    @Test
    void aListThatChangesWhileMailsGoOutStopsThem() {
        users("plain", 3);
        AnnouncementSender.Run run = begun();
        list.approveAnew();
        assertThat(sender.send(run, () -> false)).isEmpty();
        assertThat(now().state()).isEqualTo(Announcement.State.PAUSED);
        assertThat(count(MailState.PENDING)).isEqualTo(3);
    }

    @Test
    void outOfOrderAndUnfinishedIsRefused() {
        list.add("plain");
        assertThat(codes(desk.start(caller(Caller.Kind.ADMIN), list.cohort(), 0, 1)))
                .containsExactly(AnnouncementError.DAY_MISSING);
        save(day);
        assertThat(codes(desk.start(caller(Caller.Kind.ADMIN), list.cohort(), 0, 1)))
                .containsExactly(AnnouncementError.CHANGED_MEANWHILE);
        jdbc.sql("update cohort set state = 'REVIEW', approved_revision = null where id = ?")
                .param(list.cohort().id().value())
                .update();
        assertThat(codes(desk.start(caller(Caller.Kind.OPERATOR), list.cohort(), 1, 1)))
                .containsExactly(RolloutError.OUT_OF_ORDER);
    }

    @Test
    void aDeactivatedUserGetsNoMail() {
        User gone = list.add("gone");
        jdbc.sql("update app_user set active = false where id = ?")
                .param(gone.id().value())
                .update();
        User goes = list.add("goes");
        AnnouncementSender.Run run = begun();
        jdbc.sql("update app_user set active = false where id = ?")
                .param(goes.id().value())
                .update();
        sender.send(run, () -> false);
        assertThat(count(MailState.UNSENT)).isEqualTo(2);
        assertThat(SMTP.times(gone.email()) + SMTP.times(goes.email())).isZero();
        assertThat(now().state()).isEqualTo(Announcement.State.TOLD);
    }

    @Test
    void tenThousandAreQueuedAtOnceAndClaimedInBatches() {
        list.addMany(10_000);
        save(day);
        long begin = System.nanoTime();
        AnnouncementSender.Run run = begun();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(count(MailState.PENDING)).isEqualTo(10_000);
        List<String> claimed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            queue.claim(now(), 50, Instant.now()).forEach(mail -> claimed.add(mail.email()));
        }
        assertThat(claimed).hasSize(1000).doesNotHaveDuplicates();
        assertThat(count(MailState.SENDING)).isEqualTo(1000);
        assertThat(run.number()).isOne();
    }

    @Test
    void nobodyOverwritesAnothersWordingAndEachSideWritesItsOwnPart() {
        Wording typed = new Wording("On {date}", "vendor", "customer", "Ask Bo", day, "UTC");
        ok(desk.save(caller(Caller.Kind.OPERATOR), list.cohort(), 0, typed));
        assertThat(codes(desk.save(caller(Caller.Kind.ADMIN), list.cohort(), 0, typed)))
                .containsExactly(AnnouncementError.CHANGED_MEANWHILE);
        ok(
                desk.save(
                        caller(Caller.Kind.ADMIN),
                        list.cohort(),
                        1,
                        new Wording("On {date}", "no", "ours", "Bo", day, "UTC")));
        assertThat(now().wording().vendor()).isEqualTo("vendor");
        assertThat(now().wording().customer()).isEqualTo("ours");
        Result<Announcement> wrong =
                desk.save(
                        caller(Caller.Kind.OPERATOR),
                        list.cohort(),
                        2,
                        new Wording("On {day}", "Bell\u0007", "", "Bo", day, "UTC"));
        assertThat(codes(wrong))
                .containsExactly(
                        AnnouncementError.TEXT_UNUSABLE, AnnouncementError.PLACEHOLDER_UNKNOWN);
        assertThat(problems(wrong)).last().extracting(Problem::detail).isEqualTo("{day}");
    }

    private List<User> users(String local, int many) {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            users.add(list.add(local + i));
        }
        return users;
    }

    private Caller caller(Caller.Kind kind) {
        return new Caller(
                kind,
                new Actor(Actor.Kind.USER, list.admin.id().toString(), list.admin.email()),
                list.organization.id());
    }

    private Announcement now() {
        return store.of(list.cohort());
    }

    private long count(MailState state) {
        return mails.count(now()).of(state);
    }

    private void save(Instant at) {
        Wording usual = Wording.USUAL;
        ok(
                desk.save(
                        caller(Caller.Kind.OPERATOR),
                        list.cohort(),
                        now().version(),
                        new Wording(usual.subject(), usual.vendor(), "", usual.help(), at, "UTC")));
    }

    private void start() {
        ok(
                desk.start(
                        caller(Caller.Kind.ADMIN),
                        list.cohort(),
                        now().version(),
                        list.cohort().revision()));
    }

    /** Begun without its job, so that the test is the only one to run it. */
    private AnnouncementSender.Run begun() {
        save(day);
        Cohort cohort = list.cohort();
        queue.fill(cohort, cohort.revision(), day, Instant.now());
        jdbc.sql("update cohort set switch_at = ? where id = ?")
                .params(java.sql.Timestamp.from(day), cohort.id().value())
                .update();
        int run = store.begin(cohort, cohort.revision(), "test", Instant.now());
        return new AnnouncementSender.Run(cohort.organization(), cohort.id(), run);
    }

    private void begunAndSentAll() {
        sender.send(begun(), () -> false);
    }

    private void begunAndSent() {
        assertThat(sender.send(begun(), () -> false)).isEmpty();
    }

    /** Waits for the job. */
    private void settled() {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (now().sending() && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertThat(now().sending()).as("still sending").isFalse();
    }

    private static <T> T ok(Result<T> result) {
        return People.ok(result);
    }

    private static List<Problem> problems(Result<?> result) {
        return result instanceof Result.Refused<?>(List<Problem> problems) ? problems : List.of();
    }

    private static List<ErrorCode> codes(Result<?> result) {
        return problems(result).stream().map(Problem::code).toList();
    }
}
