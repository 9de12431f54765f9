package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.shared.Result;
import jakarta.mail.internet.MimeMessage;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/** A new password by mail, over a real SMTP server. */
@SpringBootTest(properties = "latchkey.data-dir=target/reset-test-${random.uuid}")
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
class PasswordResetTest {
    private static final Pattern LINK = Pattern.compile("/login/reset\\?token=([\\w-]+)");
    private static final String OLD = "the old password";
    private static final String NEW = "the new password";
    private static final GreenMail SMTP = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private JdbcClient jdbc;

    private User user;

    @DynamicPropertySource
    static void smtp(DynamicPropertyRegistry registry) {
        SMTP.start();
        registry.add("latchkey.smtp-url", () -> "smtp://127.0.0.1:" + SMTP.getSmtp().getPort());
        registry.add("latchkey.mail-from", () -> "Sign-in <sso@vendor.example>");
    }

    @AfterAll
    static void stop() {
        SMTP.stop();
    }

    @BeforeEach
    void aUserWithAPassword() throws Exception {
        jdbc.sql("delete from rate_limit").update();
        nothingWaits();
        SMTP.purgeEmailFromAllMailboxes();
        Organization organization = ok(directory.create(Actor.SYSTEM, "Acme", Edition.ENTERPRISE));
        user =
                ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(
                                        "ada-" + UUID.randomUUID() + "@example.com",
                                        "Ada",
                                        false,
                                        User.Kind.PERSON)));
        directory.setPassword(Caller.system(user.organization()), user.id(), OLD);
    }

    /** Who set a new password is told of it, also after the test that did so. */
    private void nothingWaits() throws InterruptedException {
        for (int i = 0; i < 200 && outgoing() > 0; i++) {
            Thread.sleep(50);
        }
    }

    private int outgoing() {
        return jdbc.sql("select count(*) from outgoing_mail").query(Integer.class).single();
    }

    @Test
    void theMailedLinkSetsANewPasswordOnce() throws Exception {
        String token = mailedToken();

        assertThat(change(token, NEW)).contains("Your password is changed");
        assertThat(directory.passwordMatches(user, NEW)).isTrue();
        assertThat(directory.passwordMatches(user, OLD)).isFalse();
        assertThat(change(token, "yet another password")).contains("already used");
        assertThat(directory.passwordMatches(user, NEW)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"short, at least 12", "1212121212121212, different characters"})
    void anUnusablePasswordIsRefusedAndTheLinkStaysGood(String password, String why)
            throws Exception {
        String token = mailedToken();
        assertThat(change(token, password)).contains(why);
        assertThat(change(token, NEW)).contains("Your password is changed");
    }

    @Test
    void aPasswordLongerThanItsHashCanTellIsRefused() throws Exception {
        assertThat(change(mailedToken(), "0123456789".repeat(8))).contains("shorter password");
        assertThat(directory.passwordMatches(user, OLD)).isTrue();
    }

    @Test
    void anUnknownAddressReadsTheSameAndGetsNoMail() throws Exception {
        String known = ask(user.email());
        String unknown = ask("nobody@example.com");
        assertThat(unknown).isEqualTo(known);
        assertThat(SMTP.waitForIncomingEmail(15_000, 1)).isTrue();
        assertThat(SMTP.getReceivedMessages())
                .allSatisfy(
                        mail -> assertThat(mail.getAllRecipients()[0]).hasToString(user.email()));
    }

    private User userAt(String email) {
        return ok(
                directory.createUser(
                        Caller.system(user.organization()),
                        new NewUser(email, "Pat", false, User.Kind.PERSON)));
    }

    @Test
    void aLinkGoesToTheDomainsALabelAndToNobodyElse() throws Exception {
        String tag = UUID.randomUUID().toString();
        userAt("pat-" + tag + "@\u0161koda.example");
        ask("pat-" + tag + "@\u0160KODA.example");
        assertThat(SMTP.waitForIncomingEmail(15_000, 1)).isTrue();
        assertThat(SMTP.getReceivedMessages()[0].getAllRecipients()[0])
                .hasToString("pat-" + tag + "@xn--koda-f6a.example");
        assertThat(SMTP.getReceivedMessages()).hasSize(1);
    }

    @Test
    void theStoredAddressIsMailedAndNotTheTypedOne() throws Exception {
        String tag = UUID.randomUUID().toString();
        userAt("Pat-" + tag + "@example.com");
        ask("pAT-" + tag + "@EXAMPLE.com");
        assertThat(SMTP.waitForIncomingEmail(15_000, 1)).isTrue();
        assertThat(SMTP.getReceivedMessages()[0].getAllRecipients()[0])
                .hasToString("Pat-" + tag + "@example.com");
    }

    private String mailedToken() throws Exception {
        ask(user.email());
        assertThat(SMTP.waitForIncomingEmail(15_000, 1)).isTrue();
        MimeMessage mail = SMTP.getReceivedMessages()[0];
        assertThat(mail.getFrom()[0]).hasToString("Sign-in <sso@vendor.example>");
        Matcher link = LINK.matcher(mail.getContent().toString());
        assertThat(link.find()).isTrue();
        return Objects.requireNonNull(link.group(1));
    }

    private String ask(String email) throws Exception {
        return text("/login/forgot", "email", email, "unused", "");
    }

    private String change(String token, String password) throws Exception {
        return text("/login/reset", "token", token, "password", password);
    }

    private String text(String path, String a, String b, String c, String d) throws Exception {
        return mvc.perform(post(path).param(a, b).param(c, d).with(csrf()))
                .andReturn()
                .getResponse()
                .getContentAsString()
                .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }

    private static <T> T ok(Result<T> result) {
        return ((Result.Ok<T>) result).value();
    }
}
