package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.login.BegunSessions;
import dev.latchkey.login.Sessions;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.testing.Enrolled;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import dev.latchkey.web.SignedInOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** How an operator lets a user in without mail, and how what was opened ends with a change of the user. */
@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = {
            "latchkey.data-dir=${java.io.tmpdir}/latchkey-test-${random.uuid}",
            "latchkey.base-url=https://sso.example.com"
        })
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
class PasswordLinkTest {
    private static final Pattern TOKEN =
            Pattern.compile("https://sso\\.example\\.com/login/reset\\?token=([\\w-]{43})");

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Sessions sessions;
    @Autowired ResetLinks links;
    @Autowired JdbcClient jdbc;

    private Organization organization;
    private User user;

    @BeforeEach
    void aUser() {
        People.employ(jdbc);
        organization = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        user = People.user(directory, organization, People.email());
    }

    @Test
    void theLinkSetsAPasswordOnceAndIsAudited() throws Exception {
        String token = token(page());

        assertThat(set(token, "a good long password")).contains("Your password is changed");

        assertThat(directory.passwordMatches(user, "a good long password")).isTrue();
        assertThat(set(token, "another long password")).contains("already used or is too old");
        assertThat(actions())
                .containsExactly(
                        "user.created",
                        "user.password_link_made",
                        "user.password_link_used",
                        "user.password_set");
        assertThat(
                        jdbc.sql("select count(*) from audit_record r where r::text like ?")
                                .param("%" + token + "%")
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void theLinkLastsADay() throws Exception {
        token(page());
        Instant expires =
                jdbc.sql("select expires_at from password_reset where user_id = ?")
                        .param(user.id().value())
                        .query((row, number) -> row.getTimestamp(1).toInstant())
                        .single();
        assertThat(expires)
                .isBetween(
                        Instant.now().plusSeconds(24 * 3600 - 60),
                        Instant.now().plusSeconds(24 * 3600));
    }

    @Test
    void aNewLinkMakesTheOldOneUseless() throws Exception {
        String old = token(page());
        String current = token(page());

        assertThat(set(old, "a good long password")).contains("already used or is too old");
        assertThat(set(current, "a good long password")).contains("Your password is changed");
    }

    @Test
    void usingOneLinkEndsTheOthers() throws Exception {
        String operators = token(page());
        List<String> mailed = List.of(mailed(), mailed(), mailed());

        assertThat(set(mailed.get(1), "a good long password")).contains("Your password is changed");

        for (String other : List.of(operators, mailed.get(0), mailed.get(2))) {
            assertThat(set(other, "another long password")).contains("already used or is too old");
        }
        assertThat(directory.passwordMatches(user, "a good long password")).isTrue();
    }

    @Test
    void twoLinksUsedAtOnceSetOnePassword() throws Exception {
        for (int round = 0; round < 3; round++) {
            List<Callable<String>> both =
                    Stream.of(mailed(), mailed())
                            .<Callable<String>>map(
                                    token -> () -> set(token, "a good long password"))
                            .toList();
            try (var people = Executors.newFixedThreadPool(2)) {
                int changed = 0;
                for (var page : people.invokeAll(both)) {
                    changed += page.get().contains("Your password is changed") ? 1 : 0;
                }
                assertThat(changed).isEqualTo(1);
            }
        }
    }

    @Test
    void aPasswordThatIsSetInAnyOtherWayEndsTheLinksAndTheSessions() throws Exception {
        String token = token(page());
        String mailed = mailed();
        String session = BegunSessions.begin(sessions, user, Instant.now());

        directory.setPassword(Caller.system(organization.id()), user.id(), "a good long password");

        assertThat(set(token, "another long password")).contains("already used or is too old");
        assertThat(set(mailed, "another long password")).contains("already used or is too old");
        assertThat(sessions.find(session, Instant.now())).isEmpty();
    }

    @Test
    void anOperatorsLinkEndsWithTheirAccess() throws Exception {
        String token = token(page());
        jdbc.sql(
                        """
                        insert into operator (id, email, email_key, name, password_hash, created_at)
                        values (:id, :email, :email, 'Another', '{noop}', now())
                        """)
                .param("id", UUID.randomUUID())
                .param("email", People.email())
                .update();

        String activation = "/operator/operators/" + People.OPERATOR.id() + "/activation";
        byColleague(delete(activation));
        byColleague(post(activation));

        assertThat(set(token, "a good long password")).contains("already used or is too old");
        assertThat(actions())
                .containsExactly(
                        "user.created", "user.password_link_made", "user.password_link_withdrawn");
    }

    @Test
    void anOperatorWhoIsNoneAnyMoreSetsNothingByALinkOfTheirs() throws Exception {
        String token = token(page());
        jdbc.sql("update operator set active = false where id = ?")
                .param(People.OPERATOR.id().value())
                .update();

        assertThat(set(token, "a good long password")).contains("already used or is too old");
        assertThat(page()).doesNotContain("token=");
    }

    @Test
    void openLinksAreShownWithTheirMakerAndWithdrawn() throws Exception {
        String token = token(page());
        String mailed = mailed();
        assertThat(shown()).contains("made by Sam Support", "asked for by mail");
        assertThat(shown()).doesNotContain(token, mailed);

        for (int twice = 0; twice < 2; twice++) {
            withdraw(path());
        }

        assertThat(shown()).doesNotContain("Open links");
        assertThat(set(token, "a good long password")).contains("already used or is too old");
        assertThat(set(mailed, "a good long password")).contains("already used or is too old");
        assertThat(actions())
                .containsExactly(
                        "user.created", "user.password_link_made", "user.password_link_withdrawn");
    }

    @Test
    void aLinkIsNotWithdrawnUnderAnotherOrganization() throws Exception {
        String token = token(page());
        Organization other = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), other.id());

        assertThat(withdraw("/operator/organizations/" + other.id() + "/users/" + user.id()))
                .isEqualTo(404);
        assertThat(set(token, "a good long password")).contains("Your password is changed");
    }

    @Test
    void whoIsEnforcedGetsNone() throws Exception {
        enforce();

        String page = page();

        assertThat(page).contains("sso_only");
        assertThat(TOKEN.matcher(page).find()).isFalse();
        assertThat(actions()).containsExactly("user.created");
    }

    @Test
    void aLinkMadeBeforeEnforcementSetsNothingAfterIt() throws Exception {
        String token = token(page());
        enforce();

        assertThat(set(token, "a good long password")).contains("single sign-on");
        assertThat(directory.passwordMatches(user, "a good long password")).isFalse();
    }

    @Test
    void aLinkIsMadeByAClickOnly() throws Exception {
        assertThat(
                        mvc.perform(get(path() + "/password-link").with(People.operator()))
                                .andReturn()
                                .getResponse()
                                .getHeader("Location"))
                .isEqualTo(path());
        assertThat(actions()).containsExactly("user.created");
    }

    @Test
    void aDeactivatedUserIsSignedOutAtOnceAndTheirLinkIsUseless() throws Exception {
        String session = BegunSessions.begin(sessions, user, Instant.now());
        String token = token(page());

        send(path() + "/activation", "_method", "delete");

        assertThat(sessions.find(session, Instant.now())).isEmpty();
        send(path() + "/activation", "seen", Forms.seen(shown(), path() + "/activation"));
        assertThat(sessions.find(session, Instant.now())).isEmpty();
        assertThat(set(token, "a good long password")).contains("already used or is too old");
        assertThat(page()).contains("token=");
    }

    @Test
    void anInactiveUserGetsNone() throws Exception {
        send(path() + "/activation", "_method", "delete");
        assertThat(page()).contains("user_inactive").doesNotContain("token=");
    }

    @Test
    void aNewAddressSignsTheUserOutAndAnotherNameDoesNot() throws Exception {
        String session = BegunSessions.begin(sessions, user, Instant.now());

        send(path(), "version", "1", "email", user.email(), "name", "Renamed");
        assertThat(sessions.find(session, Instant.now())).isPresent();

        String token = token(page());
        send(path(), "version", "2", "email", People.email(), "name", "Renamed");
        assertThat(sessions.find(session, Instant.now())).isEmpty();
        assertThat(set(token, "a good long password")).contains("already used or is too old");
    }

    @Test
    void aRefusedChangeEndsNothing() throws Exception {
        String session = BegunSessions.begin(sessions, user, Instant.now());

        send(path(), "version", "7", "email", People.email(), "name", "Renamed");

        assertThat(sessions.find(session, Instant.now())).isPresent();
    }

    private String mailed() {
        return links.mailed(user, Duration.ofHours(1)).orElseThrow();
    }

    /** By a colleague of theirs. */
    private void byColleague(MockHttpServletRequestBuilder request) throws Exception {
        var colleague =
                UsernamePasswordAuthenticationToken.authenticated(
                        new SignedInOperator(OperatorId.next(), "o@vendor.example", "Olivia"),
                        null,
                        AuthorityUtils.createAuthorityList("ROLE_OPERATOR"));
        mvc.perform(request.with(authentication(colleague)).with(csrf()))
                .andExpect(status().is3xxRedirection());
    }

    private String shown() throws Exception {
        return mvc.perform(get(path()).with(People.operator()))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private int withdraw(String path) throws Exception {
        return mvc.perform(delete(path + "/password-link").with(People.operator()).with(csrf()))
                .andReturn()
                .getResponse()
                .getStatus();
    }

    private void enforce() {
        ConnectionId connection = ConnectionId.next();
        jdbc.sql(
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                            email_source, signature_policy, encryption_policy, created_at, updated_at)
                        values (?, ?, 'IdP', 'idp', 'https://idp.example/sso', 'HTTP_POST', 'NAME_ID', 'RESPONSE',
                            'ALLOWED', now(), now())
                        """)
                .params(organization.id().value(), connection.value())
                .update();
        new Enrolled(jdbc).put(organization.id(), user.id(), connection, Standing.State.ENFORCED);
    }

    private String path() {
        return "/operator/organizations/" + organization.id() + "/users/" + user.id();
    }

    private String page() throws Exception {
        return send(path() + "/password-link");
    }

    private static String token(String page) {
        Matcher matcher = TOKEN.matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1);
    }

    private String set(String token, String password) throws Exception {
        return mvc.perform(
                        post("/login/reset")
                                .with(csrf())
                                .with(request -> {
                                    request.setRemoteAddr("192.0.2." + (int) (Math.random() * 255));
                                    return request;
                                })
                                .param("token", token)
                                .param("password", password))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private String send(String path, String... fields) throws Exception {
        var request = post(path).with(People.operator()).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return followed(mvc.perform(request).andReturn().getResponse());
    }

    /** What the browser shows in the end. */
    private String followed(MockHttpServletResponse answer) throws Exception {
        if (answer.getStatus() != 302) {
            return answer.getContentAsString();
        }
        var next = get(answer.getHeader("Location")).with(People.operator());
        if (answer.getCookies().length > 0) {
            next.cookie(answer.getCookies());
        }
        return mvc.perform(next).andReturn().getResponse().getContentAsString();
    }

    @Test
    void aLinkIsShownOnceAndReloadingThePageMakesNoOther() throws Exception {
        var make = post(path() + "/password-link").with(People.operator()).with(csrf());
        MockHttpServletResponse made = mvc.perform(make).andReturn().getResponse();
        assertThat(made.getHeader("Location")).isEqualTo(path() + "/password-link");
        var show = get(made.getHeader("Location")).with(People.operator());
        MockHttpServletResponse shown =
                mvc.perform(show.cookie(made.getCookies())).andReturn().getResponse();
        String token = token(shown.getContentAsString());
        assertThat(shown.getCookies())
                .as("a browser forgets it")
                .anySatisfy(cookie -> {
                    assertThat(cookie.getName()).contains("once_password_" + user.id());
                    assertThat(cookie.getMaxAge()).isZero();
                });

        assertThat(
                        mvc.perform(get(path() + "/password-link").with(People.operator()))
                                .andReturn()
                                .getResponse()
                                .getHeader("Location"))
                .isEqualTo(path());
        assertThat(actions()).containsExactly("user.created", "user.password_link_made");
        User other = People.user(directory, organization, People.email());
        assertThat(
                        mvc.perform(
                                        get(path().replace(
                                                                        user.id().toString(),
                                                                        other.id().toString())
                                                        + "/password-link")
                                                .cookie(made.getCookies())
                                                .with(People.operator()))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .as("not as another's")
                .isEqualTo(302);
        assertThat(set(token, "a good long password")).contains("Your password is changed");
    }

    private List<String> actions() {
        return jdbc.sql("select action from audit_record where subject_id = ? order by at, id")
                .param(user.id().toString())
                .query(String.class)
                .list();
    }
}
