package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.WholeServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What an admin confirms of a person is the identifier that the page showed (requirements D12, D15). */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class IdentifierPagesTest {
    private static final String PAGE = "/organization/identifiers";

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;

    private final ConnectionId connection = ConnectionId.next();
    private Organization organization;
    private User alice;

    @BeforeEach
    void somebodyCameWithAnotherIdentifier() {
        organization = People.organization(directory);
        alice = People.user(directory, organization, People.email());
        jdbc.sql(
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                            email_source, signature_policy, encryption_policy, created_at, updated_at)
                        values (?, ?, 'IdP', 'idp', 'https://idp.example/sso', 'HTTP_POST', 'NAME_ID', 'RESPONSE',
                            'ALLOWED', now(), now())
                        """)
                .params(organization.id().value(), connection.value())
                .update();
        jdbc.sql(
                        """
                        insert into sso_identifier (organization_id, connection_id, user_id, identifier, remembered_at)
                        values (?, ?, ?, 'id-0', now())
                        """)
                .params(organization.id().value(), connection.value(), alice.id().value())
                .update();
        asks("id-1");
    }

    @Test
    void whatStandsInTheQuestionByNowIsNotConfirmedByAnOldPage() throws Exception {
        String seen = seen();
        asks("id-EVIL");

        MockHttpServletResponse answer = send(post(path()).param("seen", seen));

        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(answer.getContentAsString()).contains("has changed since you looked", "id-EVIL");
        assertThat(remembered()).isEqualTo("id-0");
    }

    @Test
    void whatThePageShowedIsConfirmedAndOnRecord() throws Exception {
        assertThat(send(post(path()).param("seen", seen())).getStatus()).isEqualTo(302);

        assertThat(remembered()).isEqualTo("id-1");
        assertThat(
                        jdbc.sql(
                                        "select detail::text from audit_record where action = 'user.sso_identifier_confirmed' and subject_id = ?")
                                .param(alice.id().toString())
                                .query(String.class)
                                .single())
                .contains("id-1", connection.toString());
    }

    @Test
    void anOldPageDoesNotSendTheNewQuestionAwayEither() throws Exception {
        String seen = seen();
        asks("id-2");

        assertThat(send(delete(path()).param("seen", seen)).getStatus()).isEqualTo(409);
        assertThat(page()).contains("id-2");
        assertThat(send(delete(path()).param("seen", seen())).getStatus()).isEqualTo(302);
        assertThat(page()).contains("Nobody is waiting");
    }

    @Test
    void aFormThatSaysNothingConfirmsNothing() throws Exception {
        assertThat(send(post(path())).getStatus()).isEqualTo(409);
        assertThat(remembered()).isEqualTo("id-0");
    }

    @Test
    void aSecondClickAndAnotherOrganizationFindNothing() throws Exception {
        String seen = seen();
        assertThat(
                        mvc.perform(
                                        post(path())
                                                .param("seen", seen)
                                                .with(
                                                        People.admin(
                                                                People.organization(directory)
                                                                        .id()))
                                                .with(csrf()))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .isEqualTo(404);
        assertThat(
                        List.of(
                                send(post(path()).param("seen", seen)).getStatus(),
                                send(post(path()).param("seen", seen)).getStatus()))
                .containsExactly(302, 404);
    }

    private void asks(String identifier) {
        jdbc.sql(
                        """
                        insert into sso_identifier_question (organization_id, connection_id, user_id, identifier, email,
                            asked_at)
                        values (?, ?, ?, ?, ?, now())
                        on conflict (organization_id, connection_id, user_id) do update
                            set identifier = excluded.identifier
                        """)
                .params(
                        organization.id().value(),
                        connection.value(),
                        alice.id().value(),
                        identifier,
                        alice.email())
                .update();
    }

    private String path() {
        return PAGE + "/" + alice.id();
    }

    private String page() throws Exception {
        return send(get(PAGE)).getContentAsString();
    }

    private String seen() throws Exception {
        return Forms.seen(page(), path());
    }

    private String remembered() {
        return jdbc.sql("select identifier from sso_identifier where user_id = ?")
                .param(alice.id().value())
                .query(String.class)
                .single();
    }

    private MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.with(People.admin(organization.id())).with(csrf()))
                .andReturn()
                .getResponse();
    }
}
