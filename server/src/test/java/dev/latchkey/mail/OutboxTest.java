package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.latchkey.directory.People;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.MailId;
import dev.latchkey.shared.Secret;
import dev.latchkey.testing.WholeServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a mail between its writing and its end, on good days and bad ones. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class OutboxTest {
    private static Sink sink;

    @Autowired private OutboxStore store;
    @Autowired private OutboxBell bell;
    @Autowired private JdbcClient jdbc;
    @Autowired private MockMvc mvc;
    @Autowired private TransactionTemplate transaction;

    private Outbox outbox;
    private OutboxSender sender;

    @BeforeAll
    static void listen() throws IOException {
        sink = new Sink();
    }

    @AfterAll
    static void close() throws IOException {
        sink.close();
    }

    @BeforeEach
    void anEmptyOutbox() throws IOException {
        sink.back();
        sink.forget();
        jdbc.sql("delete from outgoing_mail").update();
        store.well(Instant.now());
        SmtpLines lines = lines();
        outbox = new Outbox(store, bell, lines, Clock.systemUTC());
        sender = new OutboxSender(store, lines, Clock.systemUTC());
    }

    private static SmtpLines lines() {
        return new SmtpLines(
                new LatchkeySettings(
                        URI.create("https://sso.example.com"),
                        Path.of("unused"),
                        null,
                        new Secret("smtp://127.0.0.1:" + sink.port() + "?tls=none"),
                        "sso@vendor.example",
                        1000));
    }

    private static EmailAddress to(String local) {
        return new EmailAddress(local + "-" + UUID.randomUUID() + "@example.com");
    }

    private void send() {
        sender.send(() -> false);
    }

    private List<String> states() {
        return jdbc.sql("select state from outgoing_mail order by position")
                .query(String.class)
                .list();
    }

    private void minutesGoBy() {
        jdbc.sql(
                        """
                        update outgoing_mail set due_at = due_at - interval '10 minutes',
                            claimed_at = claimed_at - interval '10 minutes'
                        """)
                .update();
        jdbc.sql("update mail_server set retry_at = retry_at - interval '10 minutes'").update();
    }

    @Test
    void aMailGoesWhenItsTransactionHasCommittedAndNotOtherwise() {
        transaction.executeWithoutResult(status -> {
            outbox.send(to("undone"), "Subject", "Text");
            status.setRollbackOnly();
        });
        EmailAddress to = to("done");
        transaction.executeWithoutResult(status -> {
            outbox.send(to, "Subject", "Text");
            CompletableFuture.runAsync(this::send).join();
        });
        assertThat(sink.taken).isEmpty();
        send();
        send();
        assertThat(sink.recipients()).containsExactly(to.value());
        assertThat(states()).as("nothing is kept of what went").isEmpty();
    }

    @Test
    void whatWaitsIsSealed() {
        outbox.send(
                to("ann"), "Set a new password", "https://sso.example.com/reset?token=tell-nobody");
        byte[] kept = jdbc.sql("select text from outgoing_mail").query(byte[].class).single();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("tell-nobody");
        send();
        assertThat(sink.taken.getFirst().text()).contains("tell-nobody");
    }

    @Test
    void whileTheMailServerIsAwayNothingIsLostAndItComesAfterwards() throws IOException {
        EmailAddress ann = to("ann");
        EmailAddress bob = to("bob");
        sink.away();
        outbox.send(ann, "First", "Text");
        outbox.send(bob, "Second", "Text");
        for (int i = 0; i < 6; i++) {
            send();
            minutesGoBy();
        }
        assertThat(states()).containsExactly("WAITING", "WAITING");
        assertThat(store.server().away()).isTrue();
        assertThat(store.server().failures()).isEqualTo(6);

        sink.back();
        send();
        assertThat(sink.recipients()).containsExactly(ann.value(), bob.value());
        assertThat(store.server().away()).isFalse();
        assertThat(store.server().failures()).isZero();
    }

    @Test
    void aServerThatIsAwayIsLeftAloneForAWhile() throws IOException {
        sink.away();
        outbox.send(to("ann"), "Subject", "Text");
        send();
        sink.back();
        send();
        assertThat(sink.heard).isEmpty();
        minutesGoBy();
        send();
        assertThat(sink.taken).hasSize(1);
    }

    @Test
    void aMailThatBreaksTheLineKeepsNobodyWaiting() {
        EmailAddress poison = to("breaks");
        EmailAddress ann = to("ann");
        outbox.send(poison, "Subject", "Text");
        outbox.send(ann, "Subject", "Text");
        send();
        assertThat(sink.recipients()).containsExactly(ann.value());
        assertThat(store.server().away()).isFalse();

        for (int i = 0; i < 8; i++) {
            outbox.send(to("more"), "Subject", "Text");
            minutesGoBy();
            send();
        }
        assertThat(sink.taken).as("everybody else").hasSize(9);
        assertThat(states()).containsExactly("REFUSED");
    }

    @Test
    void aServerThatClosesKeepsTheMail() {
        outbox.send(to("closing"), "Subject", "Text");
        send();
        assertThat(states()).containsExactly("WAITING");
        assertThat(store.server().problem()).contains("takes no mail now");
    }

    @Test
    void aRefusedMailIsSetAsideWithTheReasonAndOneThatIsPutOffIsTriedAgain() {
        outbox.send(to("refused"), "Subject", "Text");
        outbox.send(to("later"), "Subject", "Text");
        EmailAddress ann = to("ann");
        outbox.send(ann, "Subject", "Text");
        send();
        assertThat(sink.recipients()).containsExactly(ann.value());
        assertThat(states()).containsExactly("REFUSED", "WAITING");
        assertThat(
                        jdbc.sql("select problem from outgoing_mail where state = 'REFUSED'")
                                .query(String.class)
                                .single())
                .contains("no such user");
        for (int i = 0; i < 8; i++) {
            jdbc.sql("update outgoing_mail set due_at = now() where state = 'WAITING'").update();
            send();
        }
        assertThat(states()).containsExactly("REFUSED", "REFUSED");
    }

    @Test
    void whatMayHaveGoneIsNotSentAgainByItself() {
        EmailAddress silent = to("silent");
        outbox.send(silent, "Subject", "Text");
        send();
        minutesGoBy();
        send();
        assertThat(sink.recipients()).containsExactly(silent.value());
        assertThat(states()).containsExactly("UNSURE");
    }

    @Test
    void aServerThatIsKilledBetweenClaimAndSendLosesNothingAndDoublesNothing() {
        EmailAddress claimed = to("claimed");
        EmailAddress handedOver = to("handed-over");
        outbox.send(claimed, "Subject", "Text");
        assertThat(store.claim(Instant.now())).isPresent();
        outbox.send(handedOver, "Subject", "Text");
        OutboxStore.Claimed gone = store.claim(Instant.now()).orElseThrow();
        assertThat(store.handOver(gone)).isTrue();

        send();
        assertThat(sink.taken).as("they may still be at it").isEmpty();
        minutesGoBy();
        send();
        assertThat(sink.recipients()).containsExactly(claimed.value());
        assertThat(states()).containsExactly("UNSURE");
        assertThat(store.handOver(gone)).as("whoever wakes up late").isFalse();
    }

    @Test
    void twoSendersSendNothingTwice() throws Exception {
        for (int i = 0; i < 30; i++) {
            outbox.send(to("ann"), "Subject", "Text");
        }
        try (var nodes = Executors.newFixedThreadPool(2)) {
            var first = nodes.submit(this::send);
            var second = nodes.submit(this::send);
            first.get();
            second.get();
        }
        assertThat(sink.recipients()).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void onePersonsMailsComeInTheirOrder() {
        EmailAddress ann = to("ann");
        for (int i = 0; i < 5; i++) {
            outbox.send(ann, "Number " + i, "Text");
        }
        send();
        assertThat(
                        sink.taken.stream()
                                .map(each -> each.text().replaceAll("(?s).*Number (\\d).*", "$1")))
                .containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void aMailThatIsTooLateIsNotSentAndItsTextIsGone() {
        outbox.send(to("ann"), "Subject", "Text", Instant.now().minusSeconds(1));
        send();
        assertThat(sink.taken).isEmpty();
        assertThat(states()).containsExactly("EXPIRED");
        assertThat(
                        jdbc.sql("select count(*) from outgoing_mail where text is not null")
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void aTextThatDoesNotOpenIsThatMailsOwnFault() {
        outbox.send(to("ann"), "Subject", "Text");
        jdbc.sql("update outgoing_mail set text = decode('03616263', 'hex') || text").update();
        EmailAddress bob = to("bob");
        outbox.send(bob, "Subject", "Text");
        send();
        assertThat(sink.recipients()).containsExactly(bob.value());
        assertThat(states()).containsExactly("REFUSED");
    }

    @Test
    void waitsAreBounded() throws IOException {
        sink.away();
        outbox.send(to("ann"), "Subject", "Text");
        for (int i = 0; i < 12; i++) {
            send();
            jdbc.sql("update mail_server set retry_at = null").update();
        }
        send();
        assertThat(store.server().retryAt())
                .isBefore(Instant.now().plus(Duration.ofMinutes(5)).plusSeconds(1))
                .isAfter(Instant.now().plus(Duration.ofMinutes(4)));
    }

    private String page(String query) throws Exception {
        return mvc.perform(get("/operator/mail" + query).with(People.operator()))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private void change(HttpMethod how, Object id) throws Exception {
        mvc.perform(
                        request(how, "/operator/mail")
                                .param("mail", id.toString())
                                .with(People.operator())
                                .with(csrf()))
                .andExpect(status().is3xxRedirection());
    }

    private MailId only() {
        return new MailId(jdbc.sql("select id from outgoing_mail").query(UUID.class).single());
    }

    @Test
    void operatorsSeeWhatDidNotGoAndWhyAndNotWhatItSays() throws Exception {
        EmailAddress refused = to("refused");
        outbox.send(refused, "Set a new password", "token=tell-nobody");
        send();
        outbox.send(to("ann"), "Waits", "token=tell-nobody");
        assertThat(page(""))
                .contains(refused.value(), "Set a new password", "no such user", "Try again")
                .doesNotContain("tell-nobody", "Waits</td>");
        assertThat(page("?view=waiting"))
                .contains("Waits</td>")
                .doesNotContain("tell-nobody", refused.value());
    }

    @Test
    void operatorsSeeThatTheMailServerIsAwayAndHealthNamesNobody() throws Exception {
        sink.away();
        outbox.send(to("ann"), "Subject", "Text");
        send();
        assertThat(page("")).contains("/operator/mail", "No mail was refused");
        String health =
                mvc.perform(get("/actuator/health/mail"))
                        .andExpect(status().isOk())
                        .andReturn()
                        .getResponse()
                        .getContentAsString();
        assertThat(health).contains("UP").doesNotContain("@");
        assertThat(new MailHealth(store, lines()).health().getDetails())
                .containsEntry("server", "away");
    }

    @Test
    void anOperatorHasAMailSentAgainOrDropsIt() throws Exception {
        EmailAddress silent = to("silent");
        outbox.send(silent, "Subject", "Text");
        send();
        MailId id = only();
        change(HttpMethod.POST, id);
        assertThat(states()).containsExactly("WAITING");
        send();
        assertThat(sink.recipients()).containsExactly(silent.value(), silent.value());
        change(HttpMethod.DELETE, id);
        change(HttpMethod.DELETE, id);
        assertThat(states()).isEmpty();
        assertThat(
                        jdbc.sql("select action from audit_record where subject_id = ? order by at")
                                .param(id.toString())
                                .query(String.class)
                                .list())
                .containsExactly("mail.retried", "mail.dropped");
    }

    @Test
    void whatIsBeingSentIsNobodysToDrop() throws Exception {
        outbox.send(to("ann"), "Subject", "Text");
        assertThat(store.claim(Instant.now())).isPresent();
        change(HttpMethod.DELETE, only());
        change(HttpMethod.POST, only());
        assertThat(states()).containsExactly("SENDING");
    }
}
