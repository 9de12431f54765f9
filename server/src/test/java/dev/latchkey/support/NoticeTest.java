package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.operators.Operator;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.Secret;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.testing.Pages;
import dev.latchkey.web.SignedInOperator;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** Mail on each answer, over a real SMTP server. */
@SpringBootTest(
        properties = {
            "latchkey.data-dir=target/notice-test-${random.uuid}",
            "latchkey.base-url=https://sso.example.com"
        })
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
class NoticeTest {
    private static final String SECRET = "between ourselves, they are always late";
    private static final GreenMail SMTP = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Operators operators;
    @Autowired private Conversation conversation;
    @Autowired private RequestNoticeJob job;
    @Autowired private TransactionTemplate transaction;
    @Autowired private JdbcClient jdbc;

    private Organization organization;
    private User ann;
    private User bob;
    private Operator sam;
    private Pages customer;
    private Pages operator;

    @DynamicPropertySource
    static void smtp(DynamicPropertyRegistry registry) {
        SMTP.start();
        registry.add("latchkey.smtp-url", () -> "smtp://127.0.0.1:" + SMTP.getSmtp().getPort());
    }

    @AfterAll
    static void stop() {
        SMTP.stop();
    }

    @BeforeEach
    void somebodyOnEachSide() throws Exception {
        jdbc.sql("delete from rate_limit").update();
        SMTP.purgeEmailFromAllMailboxes();
        organization = People.organization(directory);
        ann = user("Ann", true);
        bob = user("Bob", true);
        sam =
                People.ok(
                        operators.create(
                                Actor.SYSTEM,
                                "sam-" + UUID.randomUUID() + "@vendor.example",
                                "Sam Support",
                                new Secret("a good long password")));
        customer = Pages.of(mvc, ann);
        operator = Pages.of(mvc, new SignedInOperator(sam.id(), sam.email(), sam.name()));
    }

    private User user(String name, boolean admin) {
        return People.ok(
                directory.createUser(
                        Caller.system(organization.id()),
                        new NewUser(People.email(), name, admin)));
    }

    @Test
    void anAnswerIsMailedToWhoeverAskedAndWroteAndAQuestionToTheOwner() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help with Okta", "please");
        Pages.of(mvc, bob).goesOn("/organization/requests/" + id + "/messages", "text=Me too");
        operator.goesOn(path(id) + "/notes", "text=" + SECRET);
        operator.goesOn(path(id) + "/owner");
        operator.goesOn(path(id) + "/messages", "text=Which browser?");

        assertThat(received(2)).containsExactlyInAnyOrder(ann.email(), bob.email());
        MimeMessage mail = SMTP.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Re: Help with Okta");
        assertThat(mail.getContentType()).startsWith("text/plain");
        assertThat(mail.getContent().toString())
                .contains("Sam Support", "Which browser?")
                .contains("https://sso.example.com/organization/requests/" + id);

        SMTP.purgeEmailFromAllMailboxes();
        customer.goesOn("/organization/requests/" + id + "/messages", "text=Firefox");
        assertThat(received(1)).containsExactly(sam.email());
        assertThat(SMTP.getReceivedMessages()[0].getContent().toString())
                .contains("Firefox", "https://sso.example.com" + path(id))
                .doesNotContain(SECRET);
    }

    @Test
    void anInternalNoteIsInNoMailAndANewRequestMailsNobody() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        operator.goesOn(path(id) + "/notes", "text=" + SECRET);
        assertThat(mails(id)).isZero();
        operator.goesOn(path(id) + "/messages", "text=Answer");
        assertThat(received(1)).containsExactly(ann.email());
        assertThat(Arrays.stream(SMTP.getReceivedMessages()).map(NoticeTest::text))
                .noneMatch(text -> text.contains(SECRET));
    }

    @Test
    void whatIsRolledBackMailsNobody() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        transaction.executeWithoutResult(status -> {
            conversation.answer(
                    new Caller(
                            Caller.Kind.OPERATOR,
                            new Actor(Actor.Kind.OPERATOR, sam.id().toString(), sam.name()),
                            organization.id()),
                    id,
                    "Never mind",
                    SupportRequest.State.WAITING_FOR_CUSTOMER);
            status.setRollbackOnly();
        });
        operator.goesOn(path(id) + "/messages", "text=Answer");
        assertThat(received(1)).hasSize(1);
        assertThat(text(SMTP.getReceivedMessages()[0])).contains("Answer");
    }

    @Test
    void whoMayNoLongerSeeTheRequestIsNotMailed() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        Pages.of(mvc, bob).goesOn("/organization/requests/" + id + "/messages", "text=Me too");
        jdbc.sql("update app_user set admin = false where id = ?").param(bob.id().value()).update();

        operator.goesOn(path(id) + "/messages", "text=Answer");

        assertThat(received(1)).containsExactly(ann.email());
        waitUntilAllClaimed(id);
        assertThat(SMTP.getReceivedMessages()).hasSize(1);
    }

    @Test
    void nobodyIsMailedTwiceWhenTheJobRunsAgain() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        operator.goesOn(path(id) + "/messages", "text=Answer");
        received(1);
        UUID message =
                jdbc.sql("select entry_id from support_mail where organization_id = ?")
                        .param(organization.id().value())
                        .query(UUID.class)
                        .single();

        job.send(message);
        job.send(message);

        assertThat(SMTP.getReceivedMessages()).hasSize(1);
        // The mail has arrived before it is noted as sent.
        waitUntil(() -> isSent(message));
        assertThat(isSent(message)).isTrue();
    }

    @Test
    void aMailThatCanNotBeSentFailsNothingAndIsSetAside() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        // Opens a comment that nothing closes, so that no mail can be made of it.
        jdbc.sql("update app_user set email = '(' || email where id = ?")
                .param(ann.id().value())
                .update();
        operator.goesOn(path(id) + "/messages", "text=Answer");
        waitUntilAllClaimed(id);
        assertThat(customer.html("/organization/requests/" + id)).contains("Answer");
        waitUntil(() -> !setAside().isEmpty());
        assertThat(setAside()).containsExactly("No mail can be written to this address.");
        assertThat(SMTP.getReceivedMessages()).isEmpty();
    }

    private List<String> setAside() {
        return jdbc.sql(
                        "select problem from outgoing_mail where recipient = ? and state = 'REFUSED'")
                .param("(" + ann.email())
                .query(String.class)
                .list();
    }

    private List<String> received(int expected) throws Exception {
        assertThat(SMTP.waitForIncomingEmail(15_000, expected)).isTrue();
        return Arrays.stream(SMTP.getReceivedMessages()).map(NoticeTest::recipient).toList();
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString();
        } catch (jakarta.mail.MessagingException | java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private void waitUntilAllClaimed(SupportRequestId id) throws InterruptedException {
        waitUntil(() -> unclaimed() == 0);
        assertThat(unclaimed()).as(id.toString()).isZero();
        Thread.sleep(300);
    }

    /** Waits no longer than fifteen seconds. */
    private static void waitUntil(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 150 && !holds.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
    }

    private boolean isSent(UUID message) {
        return jdbc.sql("select sent_at is not null from support_mail where entry_id = ?")
                .param(message)
                .query(Boolean.class)
                .single();
    }

    private int unclaimed() {
        return jdbc.sql(
                        "select count(*) from support_mail where organization_id = ? and claimed_at is null")
                .param(organization.id().value())
                .query(Integer.class)
                .single();
    }

    private int mails(SupportRequestId id) {
        return jdbc.sql(
                        """
                        select count(*) from support_mail m
                        join support_entry e on e.organization_id = m.organization_id and e.id = m.entry_id
                        where e.request_id = ?
                        """)
                .param(id.value())
                .query(Integer.class)
                .single();
    }

    private String path(SupportRequestId id) {
        return Paths.operator(organization.id(), id);
    }
}
