package dev.latchkey.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Caller;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.testing.Enrolled;
import dev.latchkey.testing.Requests;
import dev.latchkey.testing.WholeServer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

/** What an operator reads about single sign-on on a user's page, and where a connection's page leads. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class WaysOfUsersTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);

    @Autowired MockMvc mvc;
    @Autowired Connections connections;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;

    private Organization organization;
    private User user;
    private ConnectionId connection;

    @BeforeEach
    void aConnection() {
        organization = People.organization(directory);
        user = People.user(directory, organization, People.email());
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        connection = connection(organization);
    }

    private ConnectionId connection(Organization of) {
        return People.ok(
                        connections.create(
                                Caller.system(of.id()),
                                ConnectionDetails.usual(
                                        "Their <Okta>",
                                        "https://idp.example.com/" + ConnectionId.next(),
                                        "https://idp.example.com/sso",
                                        Binding.HTTP_REDIRECT,
                                        List.of(IDP.pinned()))))
                .id();
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ENABLED, With a password. No single sign-on, Make a link to set a password",
        "PILOT, pilot</span>, take them out of the pilots on",
        "APPROVED, works until their list switches, leave them out on",
        "ENFORCED, single sign-on only, Exceptions on their list",
        "EXCLUDED, left out of their list, Make a link to set a password"
    })
    void aUsersPageSaysHowTheySignInAndHowThatIsChanged(
            Standing.State state, String says, String leads) throws Exception {
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by)
                        values (?, gen_random_uuid(), ?, now(), 'test')
                        """)
                .params(organization.id().value(), connection.value())
                .update();
        new Enrolled(jdbc).put(organization.id(), user.id(), connection, state);
        assertThat(page()).contains("Last single sign-on</dt><dd>never");
        jdbc.sql(
                        """
                        insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
                        values (?, ?, ?, '2026-03-01 07:05Z', '2026-03-02 17:05Z')
                        """)
                .params(organization.id().value(), user.id().value(), connection.value())
                .update();

        String page = page();

        assertThat(page).contains(says, leads, "2 Mar 2026, 17:05 UTC", "Their &lt;Okta&gt;");
        if (state == Standing.State.ENFORCED) {
            assertThat(page).doesNotContain("Make a link to set a password");
        }
        if (state != Standing.State.NOT_ENABLED) {
            assertThat(page)
                    .contains(
                            "/operator/organizations/"
                                    + organization.id()
                                    + "/connections/"
                                    + connection);
        }
    }

    @Test
    void aNewRolloutTakesUpTheConnectionOneCameFrom() throws Exception {
        String rollouts = "/operator/organizations/" + organization.id() + "/rollouts";
        String connections = "/operator/organizations/" + organization.id() + "/connections";
        assertThat(html(connections + "/" + connection))
                .contains(rollouts + "?connection=" + connection);
        assertThat(html(connections)).contains(rollouts + "?connection=" + connection);
        assertThat(html(rollouts + "?connection=" + connection))
                .contains("leads through the connection", "Their &lt;Okta&gt;")
                .contains("name=\"connection\" value=\"" + connection + "\"");

        MockHttpServletResponse begun = begin(connection.toString());

        assertThat(html(begun.getHeader("Location"))).contains("Their &lt;Okta&gt;");
        assertThat(rollouts()).isOne();
        assertThat(begin(connection.toString()).getContentAsString()).contains("rollout_open");
        assertThat(html(rollouts + "?connection=" + connection))
                .contains("Begin another rollout", "button secondary")
                .doesNotContain("leads through the connection");
    }

    @Test
    void aRolloutTakesUpNoConnectionOfAnotherOrganization() throws Exception {
        ConnectionId foreign = connection(People.organization(directory));
        for (String sid : new String[] {foreign.toString(), "UI1", "<b>"}) {
            assertThat(begin(sid).getContentAsString()).contains("connection_unknown");
        }
        String rollouts = "/operator/organizations/" + organization.id() + "/rollouts";
        assertThat(html(rollouts + "?connection=" + foreign))
                .doesNotContain("leads through", foreign.toString().toLowerCase(Locale.ROOT));
        assertThat(rollouts()).isZero();
    }

    private MockHttpServletResponse begin(String sid) throws Exception {
        return mvc.perform(
                        post("/operator/organizations/" + organization.id() + "/rollouts")
                                .param("connection", sid)
                                .with(People.operator())
                                .with(csrf()))
                .andReturn()
                .getResponse();
    }

    private int rollouts() {
        return jdbc.sql("select count(*) from rollout where organization_id = ?")
                .param(organization.id().value())
                .query(Integer.class)
                .single();
    }

    private String page() throws Exception {
        return html("/operator/organizations/" + organization.id() + "/users/" + user.id());
    }

    private String html(String path) throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(get(path).with(People.operator())).andReturn().getResponse();
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsString();
    }
}
