package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.LatchkeyApplication;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.rollout.Standing;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.testing.Enrolled;
import dev.latchkey.testing.Requests;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

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
    @Autowired JdbcClient jdbc;

    private Organization organization;
    private User user;

    @BeforeEach
    void aUser() {
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
                .containsExactly("user.created", "user.password_link_made", "user.password_set");
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
        String session = sessions.begin(user, Instant.now());
        String token = token(page());

        send(path() + "/deactivate");

        assertThat(sessions.find(session, Instant.now())).isEmpty();
        send(path() + "/activate");
        assertThat(sessions.find(session, Instant.now())).isEmpty();
        assertThat(set(token, "a good long password")).contains("already used or is too old");
        assertThat(page()).contains("token=");
    }

    @Test
    void anInactiveUserGetsNone() throws Exception {
        send(path() + "/deactivate");
        assertThat(page()).contains("user_inactive").doesNotContain("token=");
    }

    @Test
    void aNewAddressSignsTheUserOutAndAnotherNameDoesNot() throws Exception {
        String session = sessions.begin(user, Instant.now());

        send(path(), "version", "1", "email", user.email(), "name", "Renamed");
        assertThat(sessions.find(session, Instant.now())).isPresent();

        String token = token(page());
        send(path(), "version", "2", "email", People.email(), "name", "Renamed");
        assertThat(sessions.find(session, Instant.now())).isEmpty();
        assertThat(set(token, "a good long password")).contains("already used or is too old");
    }

    @Test
    void aRefusedChangeEndsNothing() throws Exception {
        String session = sessions.begin(user, Instant.now());

        send(path(), "version", "7", "email", People.email(), "name", "Renamed");

        assertThat(sessions.find(session, Instant.now())).isPresent();
    }

    private void enforce() {
        ConnectionId connection = ConnectionId.random();
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
        return mvc.perform(request).andReturn().getResponse().getContentAsString();
    }

    private java.util.List<String> actions() {
        return jdbc.sql("select action from audit_record where subject_id = ? order by at, id")
                .param(user.id().toString())
                .query(String.class)
                .list();
    }
}
