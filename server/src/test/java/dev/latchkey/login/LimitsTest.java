package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.testing.Enrolled;
import dev.latchkey.testing.WholeServer;
import jakarta.servlet.http.Cookie;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Who has to wait on the pages of a sign-in, and who never has to. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class LimitsTest {
    private static final String PASSWORD = "four words in a row";
    private static final String OFFICE = "203.0.113.5";
    private static final String HOME = "198.51.100.1";
    private static final TestIdp IDP = TestIdp.rsa(2048);

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Connections connections;
    @Autowired JdbcClient jdbc;

    private Organization organization;
    private User bob;

    @BeforeEach
    void aUserWithAPassword() {
        jdbc.sql("delete from rate_limit").update();
        organization = People.organization(directory);
        bob = People.user(directory, organization, People.email());
        directory.setPassword(Caller.system(organization.id()), bob.id(), PASSWORD);
    }

    private MockHttpServletResponse send(MockHttpServletRequestBuilder request, String from)
            throws Exception {
        return mvc.perform(
                        request.with(csrf())
                                .with(sent -> {
                                    sent.setRemoteAddr(from);
                                    return sent;
                                }))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse signIn(String email, String password, String from)
            throws Exception {
        return send(
                post("/login/password").param("email", email).param("password", password), from);
    }

    @ParameterizedTest
    @ValueSource(strings = {OFFICE, HOME})
    void aStrangersWrongTriesKeepNobodyOut(String from) throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThat(signIn(bob.email(), "wrong words in a row", OFFICE).getHeader("Location"))
                    .startsWith("/login/password?email=");
        }
        assertThat(signIn(bob.email(), PASSWORD, from).getHeader("Location")).isEqualTo("/console");
    }

    @Test
    void aKnownBrowserGetsInWhereItsNetworkHasToWait() throws Exception {
        MockHttpServletResponse first = signIn(bob.email(), PASSWORD, OFFICE);
        Cookie device = first.getCookie("__Host-latchkey_device");
        assertThat(first.getHeaders("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie)
                                .startsWith("__Host-latchkey_device=")
                                .contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/")
                                .doesNotContain("Domain"));
        signIn("nobody@example.com", PASSWORD, OFFICE);
        assertThat(
                        jdbc.sql("update rate_limit set level = 100, at = now() where most = 100")
                                .update())
                .as("as if there had been a hundred")
                .isEqualTo(1);

        assertThat(signIn(bob.email(), PASSWORD, OFFICE).getStatus()).isEqualTo(429);
        assertThat(
                        send(
                                        post("/login/password")
                                                .cookie(device)
                                                .param("email", bob.email())
                                                .param("password", PASSWORD),
                                        OFFICE)
                                .getHeader("Location"))
                .isEqualTo("/console");
        assertThat(signIn(bob.email(), PASSWORD, HOME).getHeader("Location")).isEqualTo("/console");
        assertThat(
                        jdbc.sql(
                                        "select count(*) from known_device where encode(id, 'escape') like ?")
                                .param("%" + device.getValue() + "%")
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void theDeviceCookieAloneLetsNobodyIn() throws Exception {
        Cookie device = signIn(bob.email(), PASSWORD, HOME).getCookie("__Host-latchkey_device");
        assertThat(send(get("/console").cookie(device), HOME).getHeader("Location"))
                .isEqualTo("/login");
        assertThat(
                        send(
                                        post("/login/password")
                                                .cookie(device)
                                                .param("email", bob.email())
                                                .param("password", "wrong words in a row"),
                                        HOME)
                                .getHeader("Location"))
                .startsWith("/login/password?email=");
    }

    @Test
    void anOfficeBehindOneAddressSwitchesOnOneMorning() throws Exception {
        Connection connection = connection();
        User ada = People.user(directory, organization, People.email());
        new Enrolled(jdbc)
                .put(organization.id(), ada.id(), connection.id(), Standing.State.ENFORCED);
        for (int i = 0; i < 320; i++) {
            MockHttpServletResponse email =
                    send(post("/login").param("email", ada.email()), OFFICE);
            assertThat(email.getHeader("Location")).startsWith("/login/sso?connection=");
            assertThat(send(get(email.getHeader("Location")), OFFICE).getHeader("Location"))
                    .startsWith("https://idp.example.com/sso?");
        }
    }

    @Test
    void aStrangerWhoAsksForResetsStopsNobodysReset() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThat(send(post("/login/forgot").param("email", bob.email()), OFFICE).getStatus())
                    .isEqualTo(200);
        }
    }

    @Test
    void whereThereIsNoMailServerNobodyIsPromisedAMail() throws Exception {
        String page =
                send(post("/login/forgot").param("email", bob.email()), OFFICE)
                        .getContentAsString();

        assertThat(page).contains("This server sends no mail").doesNotContain("on its way");
    }

    @Test
    void linksThatAreUsedRightlyCountForNothing() throws Exception {
        for (int i = 0; i < 40; i++) {
            assertThat(reset("short")).contains("at least 12 characters");
        }
        for (int i = 0; i < 30; i++) {
            assertThat(reset(PASSWORD)).contains("already used");
        }
        assertThat(reset(PASSWORD)).contains("too many attempts");
    }

    private String reset(String password) throws Exception {
        return send(post("/login/reset").param("token", "none").param("password", password), OFFICE)
                .getContentAsString();
    }

    @Test
    void theAddressThatIsStoredHasOneForm() throws Exception {
        for (String written :
                List.of("::ffff:192.0.2.77", "::FFFF:c000:024d", "0:0:0:0:0:ffff:192.0.2.77")) {
            signIn(bob.email(), "wrong words in a row", written);
        }
        assertThat(
                        jdbc.sql("select ip from sign_in_failure where email = ?")
                                .param(bob.email())
                                .query(String.class)
                                .list())
                .hasSize(3)
                .containsOnly("192.0.2.77");
    }

    private Connection connection() {
        return People.ok(
                connections.create(
                        Caller.system(organization.id()),
                        ConnectionDetails.usual(
                                "IdP " + ConnectionId.next(),
                                "https://idp.example.com/" + ConnectionId.next(),
                                "https://idp.example.com/sso",
                                Binding.HTTP_REDIRECT,
                                List.of(IDP.pinned()))));
    }
}
