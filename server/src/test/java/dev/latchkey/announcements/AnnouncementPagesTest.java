package dev.latchkey.announcements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.testing.Forms;
import jakarta.mail.internet.MimeMessage;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** What both sides see and do on the pages, down to the mails that a real mail server receives. */
@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = "latchkey.data-dir=target/announcement-pages-test-${random.uuid}")
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
class AnnouncementPagesTest {
    private static final GreenMail SMTP = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private static final String PASSWORD = "correct horse battery";
    private static final String DSN =
            """
            Return-Path: <>
            From: MAILER-DAEMON@mail.example
            Subject: Undelivered Mail
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
             boundary="b"

            --b
            Content-Type: text/plain

            nobody-else@example.com did not get it
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example

            Final-Recipient: rfc822; GONE
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 User
             unknown

            Final-Recipient: rfc822; SLOW
            Action: delayed
            Status: 4.2.2
            --b--
            """;

    @Autowired MockMvc mvc;
    @Autowired JdbcClient jdbc;
    @Autowired Directory directory;
    @Autowired Connections connections;
    @Autowired Cohorts cohorts;
    @Autowired AnnouncementStore store;

    private ReadyList list;

    @DynamicPropertySource
    static void smtp(DynamicPropertyRegistry registry) {
        if (!SMTP.isRunning()) {
            SMTP.start();
        }
        registry.add("latchkey.smtp-url", () -> "smtp://127.0.0.1:" + SMTP.getSmtp().getPort());
    }

    @BeforeEach
    void aListThatMayBeTold() {
        jdbc.sql("delete from rate_limit").update();
        list = new ReadyList(jdbc, directory, connections, cohorts);
    }

    @Test
    void theMailSaysWhatBothSidesWroteAndLeadsToTheSignIn() throws Exception {
        User ada = list.add("ada+x", "Ada {date} \u00c5");
        String day = LocalDate.now(ZoneOffset.UTC).plusDays(30) + "T09:30";
        assertThat(word(true, 0, day, "Europe/Berlin", "Hallo {name},\nab {date}: {link}\n{help}"))
                .isEqualTo(302);
        assertThat(word(false, 1, day, "Europe/Berlin", "Gr\u00fc\u00dfe, eure IT")).isEqualTo(302);
        look("wording-customer", page(false, "/wording"));
        look("wording-operator", page(true, "/wording"));
        String before = page(false, "");
        assertThat(before)
                .contains(
                        "Hallo Ada {date} \u00c5,", "eure IT", "(Europe/Berlin)".substring(1, 14));
        look("overview-draft", before);
        String confirm = page(false, "/sending");
        assertThat(confirm).contains("Send 1 mail?");
        look("sending", confirm);

        assertThat(
                        send(
                                        post(path(false) + "/sending")
                                                .param("version", "2")
                                                .param("seen", Forms.any(confirm))
                                                .param("revision", "1"),
                                        false)
                                .getStatus())
                .isEqualTo(302);
        settled();

        List<MimeMessage> mails = mails(ada.email());
        assertThat(mails).hasSize(1);
        assertThat(mails.getFirst().getSubject()).startsWith("Your sign-in changes on ");
        String text = mails.getFirst().getContent().toString().replace("\r\n", "\n");
        assertThat(text)
                .startsWith(
                        "Hallo Ada {date} \u00c5,\nab "
                                + day.substring(0, 10)
                                + " 09:30 Europe/Berlin (")
                .contains("/login?sso=true&email=ada%2Bx")
                .contains("Ask Bo 123")
                .endsWith("Gr\u00fc\u00dfe, eure IT");
        String after = page(true, "");
        assertThat(after).contains("The users are told", "1</span> of <span>1</span> done");
        look("overview-told", after);
        look("mails", page(false, "/mails"));
        assertThat(page(false, "/mails.csv")).contains(ada.email(), "\"sent\"");
    }

    @Test
    void aTestMailGoesToOneselfAndNotTooOften() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(send(post(path(true) + "/test"), true).getHeader("Location"))
                    .endsWith("/announcement?tested=true");
        }
        assertThat(send(post(path(true) + "/test"), true).getContentAsString())
                .contains("announcements.too_many_tests");
        assertThat(mails(People.OPERATOR.email())).hasSize(10);
    }

    @Test
    void mailsThatComeBackAreListedAndAreTheCustomersToTell() throws Exception {
        User gone = list.add("gone");
        User slow = list.add("slow");
        User other = list.add("other");
        started();
        String answer =
                send(
                                MockMvcRequestBuilders.multipart(path(true) + "/bounces")
                                        .file(
                                                new MockMultipartFile(
                                                        "file",
                                                        DSN.replace("GONE", gone.email())
                                                                .replace("SLOW", slow.email())
                                                                .getBytes(StandardCharsets.UTF_8))),
                                true)
                        .getContentAsString();
        assertThat(answer).contains("1 user is marked").doesNotContain("nobody-else");
        String typed =
                send(
                                post(path(false) + "/bounces")
                                        .param("text", other.email() + "\nstranger@example.com"),
                                false)
                        .getContentAsString();
        assertThat(typed).contains("1 user is marked", "stranger@example.com");
        look("bounces", typed);
        String refused = page(false, "/mails?state=REFUSED");
        assertThat(refused)
                .contains(gone.email(), "5.1.1 550 5.1.1 User unknown", other.email())
                .doesNotContain(slow.email());
        look("mails-refused", refused);
        assertThat(
                        send(
                                        MockMvcRequestBuilders.multipart(path(true) + "/bounces")
                                                .file(
                                                        new MockMultipartFile(
                                                                "file", new byte[1_000_001])),
                                        true)
                                .getContentAsString())
                .contains("announcements.bounce_too_large");
        assertThat(
                        send(post(path(false) + "/bounces").param("text", "no address"), false)
                                .getContentAsString())
                .contains("announcements.bounce_unreadable");
    }

    @Test
    void theListIsPagedByAddress() throws Exception {
        list.addMany(120);
        word(true, 0, LocalDate.now(ZoneOffset.UTC).plusDays(30) + "T09:30", "UTC", "{date}");
        jdbc.sql(
                        """
                        insert into announcement_mail (organization_id, cohort_id, user_id, revision, email, email_key,
                            switch_at, state, due_at)
                        select organization_id, cohort_id, user_id, 1, email, email_key, now(), 'UNSURE', now()
                        from cohort_user where cohort_id = ?
                        """)
                .param(list.cohort().id().value())
                .update();
        jdbc.sql(
                        """
                        update announcement set state = 'WAITING', revision = 1, run = 1, started_at = now(),
                            started_by = 'Ann', last_error = 'The mail server can''t be reached.' where cohort_id = ?
                        """)
                .param(list.cohort().id().value())
                .update();
        look("overview-waiting", page(false, ""));
        String first = page(false, "/mails?state=UNSURE");
        look("mails-unsure", first);
        String next =
                first.replaceAll("(?s).*href=\"([^\"]*after=[^\"]*)\".*", "$1")
                        .replace("&amp;", "&");
        String second = send(get(next), false).getContentAsString();
        assertThat(emails(first)).hasSize(50).doesNotContainAnyElementsOf(emails(second));
        assertThat(emails(second)).hasSize(50);
    }

    @Test
    void anotherOrganizationFindsNothing() throws Exception {
        ReadyList other = new ReadyList(jdbc, directory, connections, cohorts);
        for (String page :
                List.of("", "/wording", "/sending", "/mails", "/mails.csv", "/bounces")) {
            assertThat(
                            mvc.perform(
                                            get(path(false) + page)
                                                    .with(People.admin(other.organization.id())))
                                    .andReturn()
                                    .getResponse()
                                    .getStatus())
                    .as(page)
                    .isEqualTo(404);
        }
        assertThat(
                        mvc.perform(
                                        delete(path(false) + "/sending")
                                                .with(People.admin(other.organization.id()))
                                                .with(csrf()))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .isEqualTo(404);
    }

    @Test
    void theLinkOfTheMailFillsTheSignInFormInAndNothingElse() throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(get("/login").param("email", "ada+x@example.com").param("sso", "true"))
                        .andReturn()
                        .getResponse();
        assertThat(answer.getContentAsString())
                .contains("value=\"ada+x@example.com\"", "name=\"sso\" value=\"true\"");
        assertThat(answer.getCookie("latchkey_session")).isNull();
        look("login", answer.getContentAsString());
        assertThat(
                        mvc.perform(get("/login").param("email", "\"><b>x"))
                                .andReturn()
                                .getResponse()
                                .getContentAsString())
                .doesNotContain("<b>x");
    }

    @Test
    void whoSignsInWithAPasswordReadsOnceThatItWillStopWorking() throws Exception {
        User ada = list.add("ada");
        directory.setPassword(Caller.system(ada.organization()), ada.id(), PASSWORD);
        jdbc.sql("update cohort set switch_at = '2999-01-02 03:04Z' where id = ?")
                .param(list.cohort().id().value())
                .update();
        assertThat(signIn(ada, "/console?x=1").getHeader("Location"))
                .as("approved and not yet told")
                .isEqualTo("/console?x=1");

        list.state("ANNOUNCED");
        MockHttpServletResponse begun = signIn(ada, "/console?x=1");
        assertThat(begun.getHeader("Location"))
                .isEqualTo("/login/notice?return_to=%2Fconsole%3Fx%3D1");
        Cookie session = begun.getCookie("latchkey_session");
        String notice = notice(session, "/console?x=1").getContentAsString();
        assertThat(notice)
                .contains("2 Jan 2999, 03:04 UTC", "href=\"/console?x=1\"")
                .contains("/login/sso?connection=" + list.cohort().connection());
        look("notice", notice);
        assertThat(notice(session, "https://evil.example/").getContentAsString())
                .contains("href=\"/console\"")
                .doesNotContain("evil");
        assertThat(
                        mvc.perform(get("/console").cookie(session))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .as("nothing holds the session back")
                .isEqualTo(200);

        jdbc.sql("update cohort set switch_at = now() - interval '1 day' where id = ?")
                .param(list.cohort().id().value())
                .update();
        assertThat(notice(session, "/console").getContentAsString()).contains("Soon you sign in");
        list.state("APPROVED");
        assertThat(notice(session, "/console").getHeader("Location")).isEqualTo("/console");
        assertThat(
                        mvc.perform(get("/login/notice"))
                                .andReturn()
                                .getResponse()
                                .getHeader("Location"))
                .as("for nobody")
                .isEqualTo("/login");
    }

    private MockHttpServletResponse signIn(User user, String returnTo) throws Exception {
        return mvc.perform(
                        post("/login/password")
                                .param("email", user.email())
                                .param("password", PASSWORD)
                                .param("return_to", returnTo)
                                .with(csrf()))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse notice(Cookie session, String returnTo) throws Exception {
        return mvc.perform(get("/login/notice").param("return_to", returnTo).cookie(session))
                .andReturn()
                .getResponse();
    }

    private void started() throws Exception {
        String day = LocalDate.now(ZoneOffset.UTC).plusDays(30) + "T09:30";
        word(true, 0, day, "UTC", "{date}");
        send(
                post(path(true) + "/sending")
                        .param("version", "1")
                        .param("revision", "1")
                        .param("seen", Forms.any(page(true, "/sending"))),
                true);
        settled();
    }

    private void settled() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (store.of(list.cohort()).sending() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(store.of(list.cohort()).state()).isEqualTo(Announcement.State.TOLD);
    }

    private int word(boolean operator, int version, String day, String zone, String text)
            throws Exception {
        return send(
                        post(path(operator) + "/wording")
                                .param("version", String.valueOf(version))
                                .param("subject", "Your sign-in changes on {date}")
                                .param(operator ? "vendor" : "customer", text)
                                .param("help", "Ask Bo 123")
                                .param("day", day)
                                .param("zone", zone),
                        operator)
                .getStatus();
    }

    private String path(boolean operator) {
        return (operator ? "/operator/organizations/" + list.organization.id() : "/organization")
                + "/cohorts/"
                + list.cohort().id()
                + "/announcement";
    }

    private String page(boolean operator, String rest) throws Exception {
        MockHttpServletResponse answer = send(get(path(operator) + rest), operator);
        assertThat(answer.getStatus()).isEqualTo(200);
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }

    private MockHttpServletResponse send(
            AbstractMockHttpServletRequestBuilder<?> request, boolean operator) throws Exception {
        request.with(operator ? People.operator() : People.admin(list.organization.id()))
                .with(csrf());
        MockHttpServletResponse answer = mvc.perform(request).andReturn().getResponse();
        answer.setCharacterEncoding(StandardCharsets.UTF_8);
        return answer;
    }

    private static List<MimeMessage> mails(String to) {
        return Arrays.stream(SMTP.getReceivedMessages())
                .filter(mail -> {
                    try {
                        return mail.getAllRecipients()[0].toString().equals(to);
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static List<String> emails(String page) {
        return java.util.regex.Pattern.compile("<span>(many[^<]*)</span>")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Keeps a page to be looked at, where somebody wants to. */
    private static void look(String name, String html) throws IOException {
        String folder = System.getProperty("latchkey.look");
        if (folder != null) {
            Files.writeString(Path.of(folder, name + ".html"), html);
        }
    }
}
