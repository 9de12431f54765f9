package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.database.Crowd.Somebody;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Tokens;
import dev.latchkey.testing.Enrolled;
import jakarta.servlet.http.Cookie;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;

/**
 * The database answers each question with the answer to an earlier one: nobody is let in by it, nobody sees anybody
 * else, and nothing is changed for somebody else.
 */
@OutOfStep
@NullUnmarked
class LateAnswersTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String PASSWORD = "a long enough password";
    private static final TestIdp IDP = TestIdp.rsa(2048);

    @Autowired private MockMvc mvc;
    @Autowired private Crowd crowd;
    @Autowired private Connections connections;
    @Autowired private JdbcClient jdbc;

    private Somebody ann;
    private Somebody bob;
    private Cookie formCookie;
    private String formToken;

    @BeforeEach
    void twoPeopleOfTwoOrganizations() {
        jdbc.sql("delete from rate_limit").update();
        ann = crowd.organization(1).getFirst();
        bob = crowd.organization(1).getFirst();
        MockHttpServletResponse page = answer(get("/login"));
        formCookie = page.getCookie("csrf");
        Matcher token = TOKEN.matcher(text(page));
        assertThat(token.find()).isTrue();
        formToken = token.group(1);
        // Both are seen when all is well.
        assertThat(read("/console", ann)).contains(ann.user().email(), ann.organization());
        assertThat(read("/console", bob)).contains(bob.user().email(), bob.organization());
    }

    @AfterEach
    void onTime() {
        LateAnswers.behind(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void nobodySeesWhatIsSomebodyElses(int behind) {
        LateAnswers.behind(behind);
        for (int i = 0; i < 8; i++) {
            for (String page : List.of("/console", "/organization")) {
                assertThat(read(page, ann)).doesNotContain(bob.user().email(), bob.organization());
                assertThat(read(page, bob)).doesNotContain(ann.user().email(), ann.organization());
            }
        }
    }

    /** The very statements of another person's request are answered with theirs. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aSessionIsNeverAnothers(int behind) {
        LateAnswers.behind(behind);
        for (int i = 0; i < 10; i++) {
            assertThat(read("/console", ann)).doesNotContain(bob.user().email());
            assertThat(read("/console", bob)).doesNotContain(ann.user().email());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void anOperatorIsNeverAnother(int behind) {
        Cookie olivia = operator("Olivia");
        Cookie oscar = operator("Oscar");
        LateAnswers.behind(behind);
        for (int i = 0; i < 10; i++) {
            assertThat(text(get("/operator").cookie(olivia))).doesNotContain("Oscar");
            assertThat(text(get("/operator").cookie(oscar))).doesNotContain("Olivia");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void aPasswordLetsInOnlyWhoseItIs(int behind) {
        jdbc.sql("update app_user set password_hash = ? where id = ?")
                .params("{noop}" + PASSWORD, ann.user().id().value())
                .update();
        jdbc.sql("update app_user set password_hash = ? where id = ?")
                .params("{noop}another good password", bob.user().id().value())
                .update();
        jdbc.sql("delete from session").update();
        LateAnswers.behind(behind);
        for (int i = 0; i < 4; i++) {
            signIn(ann.user(), PASSWORD);
            signIn(bob.user(), PASSWORD);
            signIn(bob.user(), "wrong");
        }
        LateAnswers.behind(0);
        assertThat(sessions(bob.user())).isZero();
    }

    private void signIn(User user, String password) {
        text(
                post("/login/password")
                        .param("email", user.email())
                        .param("password", password)
                        .cookie(formCookie)
                        .param("_csrf", formToken));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aLinkSetsOnlyThePasswordOfWhomItIsFor(int behind) {
        String bobs = reset(bob.user());
        String before = hash(bob.user());
        LateAnswers.behind(behind);
        for (int i = 0; i < 6; i++) {
            text(get("/login/reset").param("token", bobs));
            use(reset(ann.user()));
        }
        LateAnswers.behind(0);
        assertThat(hash(bob.user())).isEqualTo(before);
    }

    private void use(String token) {
        text(
                post("/login/reset")
                        .param("token", token)
                        .param("password", PASSWORD)
                        .param("again", PASSWORD)
                        .cookie(formCookie)
                        .param("_csrf", formToken));
    }

    private String reset(User user) {
        String token = Tokens.random();
        jdbcOnTime(
                "insert into password_reset (token_hash, organization_id, user_id, created_at, expires_at)"
                        + " values (?, ?, ?, now(), now() + interval '1 hour')",
                Tokens.hash(token),
                user.organization().value(),
                user.id().value());
        return token;
    }

    /** On another thread, whose connections are in step. */
    private void jdbcOnTime(String sql, Object... values) {
        Thread other = Thread.ofVirtual().start(() -> jdbc.sql(sql).params(values).update());
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aSignInByAnIdentityProviderIsNeverAnothers(int behind) throws Exception {
        Connection annas = connection(ann);
        Connection bobs = connection(bob);
        Cookie browser = new Cookie("latchkey_browser", "b".repeat(43));
        LateAnswers.behind(behind);
        for (int i = 0; i < 6; i++) {
            assertFetched(acs(annas, ann.user()), ann, browser);
            assertFetched(acs(bobs, bob.user()), bob, browser);
        }
    }

    private void assertFetched(MockHttpServletResponse answer, Somebody who, Cookie browser) {
        String location = Objects.requireNonNullElse(answer.getHeader("Location"), "");
        if (!location.contains("ticket=")) {
            return;
        }
        MockHttpServletResponse finish =
                answer(
                        get("/login/finish")
                                .param("ticket", location.substring(location.indexOf('=') + 1))
                                .cookie(browser));
        Cookie session = finish.getCookie("latchkey_session");
        if (session != null) {
            Somebody other = who.equals(ann) ? bob : ann;
            String page = onTime(get("/console").cookie(session));
            assertThat(page).doesNotContain(other.user().email());
        }
    }

    private String onTime(RequestBuilder request) {
        String[] page = {""};
        Thread other = Thread.ofVirtual().start(() -> page[0] = text(request));
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return page[0];
    }

    private Connection connection(Somebody who) {
        Connection made =
                People.ok(
                        connections.create(
                                Caller.system(who.user().organization()),
                                ConnectionDetails.usual(
                                        "IdP",
                                        "https://idp.example/" + UUID.randomUUID(),
                                        "https://idp.example/sso",
                                        Binding.HTTP_REDIRECT,
                                        List.of(IDP.pinned()))));
        jdbc.sql("update connection set accept_unsolicited = true where id = ?")
                .param(made.id().value())
                .update();
        new Enrolled(jdbc)
                .put(who.user().organization(), who.user().id(), made.id(), Standing.State.PILOT);
        return connections.find(made.id()).orElseThrow();
    }

    private MockHttpServletResponse acs(Connection to, User user) throws Exception {
        String message =
                new ResponseBuilder(IDP)
                        .issuer(to.idpEntityId())
                        .audience(connections.spEntityId(to))
                        .acs(connections.acsUrl(to))
                        .now(Instant.now())
                        .email(user.email())
                        .before(xml ->
                                xml.replaceAll(
                                        "(<saml2?:Assertion[^>]* ID=\")[^\"]*",
                                        "$1_" + UUID.randomUUID()))
                        .base64();
        return answer(
                post("/saml/" + to.id() + "/acs")
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .content(
                                "SAMLResponse="
                                        + URLEncoder.encode(message, StandardCharsets.UTF_8)));
    }

    private Cookie operator(String name) {
        OperatorId id = OperatorId.next();
        String session = Tokens.random();
        jdbc.sql(
                        """
                        insert into operator (id, email, email_key, name, password_hash, created_at)
                        values (?, ?, ?, ?, '{noop}', now())
                        """)
                .params(id.value(), id + "@vendor.example", id + "@vendor.example", name)
                .update();
        jdbc.sql(
                        """
                        insert into operator_session (id_hash, operator_id, created_at, last_seen_at, expires_at)
                        values (?, ?, now(), now(), now() + interval '1 hour')
                        """)
                .params(Tokens.hash(session), id.value())
                .update();
        return new Cookie("latchkey_operator", session);
    }

    private String read(String page, Somebody who) {
        return text(get(page).cookie(new Cookie("latchkey_session", who.cookie())));
    }

    private String text(RequestBuilder request) {
        return text(answer(request));
    }

    private static String text(MockHttpServletResponse answer) {
        try {
            return answer.getContentAsString();
        } catch (java.io.UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    /** A request that breaks is answered with an error page, which says nothing of anybody. */
    private MockHttpServletResponse answer(RequestBuilder request) {
        try {
            return mvc.perform(request).andReturn().getResponse();
        } catch (Exception broken) {
            return new MockHttpServletResponse();
        }
    }

    private String hash(User user) {
        return String.valueOf(
                jdbc.sql("select coalesce(password_hash, '') from app_user where id = ?")
                        .param(user.id().value())
                        .query(String.class)
                        .single());
    }

    private int sessions(User user) {
        return jdbc.sql("select count(*) from session where user_id = ?")
                .param(user.id().value())
                .query(Integer.class)
                .single();
    }
}
