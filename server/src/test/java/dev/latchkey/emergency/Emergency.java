package dev.latchkey.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.LastWayIn;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import dev.latchkey.web.SignedInUser;
import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** An organization with two admins, and what people do about emergency access; on the whole server. */
@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = "latchkey.data-dir=target/emergency-test-${random.uuid}")
@AutoConfigureMockMvc
@Import(Emergency.Guards.class)
@org.jspecify.annotations.NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Emergency {
    static final GreenMail SMTP = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    static final Set<UserId> INDISPENSABLE = ConcurrentHashMap.newKeySet();
    static final Set<OrganizationId> KEEP_AN_ADMIN = ConcurrentHashMap.newKeySet();
    private static final Pattern CODE = Pattern.compile("<code>([0-9A-Z-]{23})</code>");

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired EmergencyAccess access;
    @Autowired JdbcClient jdbc;

    Organization organization;
    User ann;
    User bob;

    @TestConfiguration(proxyBeanMethods = false)
    static class Guards {
        private static Optional<Problem> refusal(boolean last) {
            return last
                    ? Optional.of(new Problem(EmergencyError.NOT_NAMED, "the last way in"))
                    : Optional.empty();
        }

        @Bean
        LastWayIn lastWayIn(Directory directory) {
            return (organization, user) ->
                    refusal(
                            INDISPENSABLE.contains(user)
                                    || (KEEP_AN_ADMIN.contains(organization)
                                            && directory.admins(organization).size() < 2));
        }

        @Bean
        EmergencyGuard emergencyGuard() {
            return (organization, user) -> refusal(INDISPENSABLE.contains(user));
        }
    }

    @DynamicPropertySource
    static void smtp(DynamicPropertyRegistry registry) {
        if (!SMTP.isRunning()) {
            SMTP.start();
        }
        registry.add("latchkey.smtp-url", () -> "smtp://127.0.0.1:" + SMTP.getSmtp().getPort());
    }

    @BeforeEach
    void anOrganizationWithTwoAdmins() {
        jdbc.sql("delete from rate_limit").update();
        organization = People.organization(directory);
        ann = admin("Ann");
        bob = admin("Bob");
    }

    /** Waits until every mail is out. */
    @AfterAll
    void quiet() throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end
                && count(
                                """
                                select (select count(*) from scheduled_tasks where task_name = 'emergency-notice')
                                    + (select count(*) from outgoing_mail
                                       where state in ('WAITING', 'SENDING', 'HANDED_OVER'))
                                """)
                        > 0) {
            Thread.sleep(50);
        }
    }

    User admin(String name) {
        return user(name, true);
    }

    User user(String name, boolean admin) {
        return People.ok(
                directory.createUser(
                        Caller.system(organization.id()),
                        new NewUser(People.email(), name, admin)));
    }

    static RequestPostProcessor as(User user) {
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        new SignedInUser(
                                user.id(),
                                user.organization(),
                                user.email(),
                                user.name(),
                                user.admin(),
                                "PASSWORD",
                                Instant.now()),
                        null,
                        AuthorityUtils.createAuthorityList(
                                user.admin()
                                        ? new String[] {"ROLE_USER", "ROLE_ADMIN"}
                                        : new String[] {"ROLE_USER"})));
    }

    MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.with(csrf())).andReturn().getResponse();
    }

    MockHttpServletResponse name(User by, User whom) throws Exception {
        return send(
                post("/organization/emergency")
                        .with(as(by))
                        .param("user", whom.id().toString())
                        .param("seen", Forms.any(mvc, "/organization/emergency", as(by))));
    }

    MockHttpServletResponse end(User by, User whom) throws Exception {
        return send(
                delete("/organization/emergency/users/" + whom.id())
                        .with(as(by))
                        .param("seen", Forms.any(mvc, "/organization/emergency", as(by))));
    }

    /** Makes a set of codes as this user and returns them. */
    List<String> codes(User user) throws Exception {
        String page = html(post("/organization/emergency/codes").with(as(user)));
        return CODE.matcher(page).results().map((MatchResult found) -> found.group(1)).toList();
    }

    List<String> namedWithCodes(User user) throws Exception {
        assertThat(name(user, user).getStatus()).isEqualTo(302);
        List<String> codes = codes(user);
        assertThat(codes).hasSize(10);
        return codes;
    }

    String html(MockHttpServletRequestBuilder request) throws Exception {
        MockHttpServletResponse answer = send(request);
        assertThat(answer.getStatus()).isEqualTo(200);
        return answer.getContentAsString();
    }

    String page(String path, User by) throws Exception {
        return html(get(path).with(as(by)));
    }

    MockHttpServletResponse enter(String email, String code) throws Exception {
        return enter(email, code, "192.0.2.7");
    }

    MockHttpServletResponse enter(String email, String code, String ip) throws Exception {
        return send(
                post("/login/emergency")
                        .param("email", email)
                        .param("code", code)
                        .with(request -> {
                            request.setRemoteAddr(ip);
                            return request;
                        }));
    }

    /** Signs in with the code and returns the browser's session. */
    Cookie session(User user, String code) throws Exception {
        MockHttpServletResponse answer = enter(user.email(), code);
        assertThat(answer.getHeader("Location")).isEqualTo("/organization/emergency/used");
        return answer.getCookie("latchkey_session");
    }

    boolean isIn(Cookie session) throws Exception {
        return send(get("/console").cookie(session)).getStatus() == 200;
    }

    /** As an operator, on the user's page. */
    MockHttpServletResponse operate(User user, String what, String... fields) throws Exception {
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        String page = "/operator/organizations/" + organization.id() + "/users/" + user.id();
        var request =
                post(page + what)
                        .with(People.operator())
                        .param("seen", Forms.any(mvc, page, People.operator()));
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return send(request);
    }

    EmergencyAdmin standing(User user) {
        return access.of(organization.id(), user.id()).orElseThrow();
    }

    List<String> actions(User user) {
        return jdbc.sql(
                        """
                        select action from audit_record where subject_id = ? and action like 'emergency.%'
                        order by at, id
                        """)
                .param(user.id().toString())
                .query(String.class)
                .list();
    }

    int count(String sql, Object... values) {
        return jdbc.sql(sql).params(values).query(Integer.class).single();
    }
}
