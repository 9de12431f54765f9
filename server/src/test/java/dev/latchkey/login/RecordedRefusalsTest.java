package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.operators.Operator;
import dev.latchkey.operators.Operators;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Secret;
import dev.latchkey.testing.WholeServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** What strangers and employees were refused, who asked for what, and who looked, is in the audit log, bounded. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class RecordedRefusalsTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final String STRANGER = "203.0.113.9";

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Connections connections;
    @Autowired private Operators operators;
    @Autowired private JdbcClient jdbc;

    private Organization organization;
    private User user;

    private record Entry(String action, String subject, String detail, String ip) {}

    @BeforeEach
    void aUserWithAPassword() {
        jdbc.sql("delete from rate_limit").update();
        organization = People.organization(directory);
        user = People.user(directory, organization, People.email());
        directory.setPassword(
                Caller.system(organization.id()), user.id(), "correct horse battery staple");
    }

    @Test
    void aWrongPasswordIsRecordedWithItsReferenceAndWhereItCameFrom() throws Exception {
        perform(post("/login/password").param("email", user.email()).param("password", "wrong"));

        assertThat(entries("login.refused"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.ip()).isEqualTo(STRANGER);
                    assertThat(entry.detail())
                            .contains("wrong_credentials", user.email(), reference());
                });
    }

    @Test
    void aWrongRecoveryCodeIsRecorded() throws Exception {
        perform(
                post("/login/emergency")
                        .param("email", user.email())
                        .param("code", "AAAA-AAAA-AAAA-AAAA-AAAA"));

        assertThat(entries("login.refused")).extracting(Entry::ip).containsExactly(STRANGER);
    }

    @Test
    void aRefusedResponseIsRecordedAndSoIsEachLookAtItsMessage() throws Exception {
        Connection connection = connection();
        String response =
                new ResponseBuilder(IDP)
                        .issuer(connection.idpEntityId())
                        .audience("https://elsewhere.example")
                        .email(user.email())
                        .base64();
        perform(acs(connection, response));

        assertThat(entries("login.refused"))
                .extracting(Entry::subject, Entry::ip)
                .containsExactly(tuple(connection.id().toString(), STRANGER));

        mvc.perform(get("/operator/failures/" + reference()).with(People.operator()));
        mvc.perform(
                get("/organization/failures/" + reference()).with(People.admin(organization.id())));
        mvc.perform(
                get("/organization/failures/" + reference())
                        .with(People.admin(OrganizationId.next())));
        assertThat(entries("login.message_seen"))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.detail()).contains(reference()));
    }

    @Test
    void strangersAddOnlySoMuchToTheLogOfAnOrganization() throws Exception {
        Connection connection = connection();
        for (int i = 0; i < 100; i++) {
            String place = "198.51.100." + i;
            mvc.perform(acs(connection, "rubbish").with(from(place)));
        }
        assertThat(entries("login.refused")).hasSizeBetween(30, 61);
    }

    @Test
    void aRequestForANewPasswordIsRecordedForWhoeverHasTheAddress() throws Exception {
        perform(post("/login/forgot").param("email", user.email()));
        perform(post("/login/forgot").param("email", People.email()));

        Instant patience = Instant.now().plus(Duration.ofSeconds(10));
        while (entries("user.password_reset_asked").isEmpty() && Instant.now().isBefore(patience)) {
            Thread.sleep(20);
        }
        assertThat(entries("user.password_reset_asked"))
                .extracting(Entry::subject, Entry::ip)
                .containsExactly(tuple(user.id().toString(), STRANGER));
    }

    @Test
    void anOperatorsRefusalIsRecordedAndAnyOtherAddressIsNotKept() throws Exception {
        String email = "op-" + UUID.randomUUID() + "@vendor.example";
        Operator operator =
                People.ok(
                        operators.create(
                                Actor.SYSTEM, email, "Olivia", new Secret("a long password")));
        String typed = "typed-" + UUID.randomUUID() + "@stranger.example";
        perform(post("/operator/login").param("email", email).param("password", "wrong"));
        perform(post("/operator/login").param("email", typed).param("password", "wrong"));

        assertThat(
                        jdbc.sql(
                                        """
                                        select count(*) from audit_record where action = 'operator.sign_in_refused'
                                          and subject_id = ? and ip = ?
                                        """)
                                .params(operator.id().toString(), STRANGER)
                                .query(Integer.class)
                                .single())
                .isOne();
        assertThat(
                        jdbc.sql("select count(*) from audit_record where detail::text like ?")
                                .param("%" + typed + "%")
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login.password", "operator.signed_in"})
    void everyRecordOfARequestSaysWhereItCameFrom(String action) throws Exception {
        String email = "op-" + UUID.randomUUID() + "@vendor.example";
        operators.create(Actor.SYSTEM, email, "Olivia", new Secret("a long password"));
        String since = jdbc.sql("select now()::text").query(String.class).single();
        perform(
                post("/login/password")
                        .param("email", user.email())
                        .param("password", "correct horse battery staple"));
        perform(post("/operator/login").param("email", email).param("password", "a long password"));

        assertThat(
                        jdbc.sql(
                                        """
                                        select ip from audit_record where action = ? and at >= ?::timestamptz
                                        """)
                                .params(action, since)
                                .query(String.class)
                                .list())
                .containsExactly(STRANGER);
    }

    private void perform(MockHttpServletRequestBuilder request) throws Exception {
        mvc.perform(request.with(csrf()).with(from(STRANGER)));
    }

    private static MockHttpServletRequestBuilder acs(Connection connection, String message) {
        return post("/saml/" + connection.id() + "/acs")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .content("SAMLResponse=" + URLEncoder.encode(message, StandardCharsets.UTF_8));
    }

    private static RequestPostProcessor from(String address) {
        return request -> {
            request.setRemoteAddr(address);
            return request;
        };
    }

    private String reference() {
        return jdbc.sql(
                        "select reference from sign_in_failure where organization_id = ? order by at desc limit 1")
                .param(organization.id().value())
                .query(String.class)
                .single();
    }

    private List<Entry> entries(String action) {
        return jdbc.sql(
                        """
                        select action, subject_id, detail::text, ip from audit_record
                        where organization_id = ? and action = ? order by at, id
                        """)
                .params(organization.id().value(), action)
                .query((row, number) ->
                        new Entry(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4)))
                .list();
    }

    private Connection connection() {
        return People.ok(
                connections.create(
                        Caller.system(organization.id()),
                        ConnectionDetails.usual(
                                "IdP",
                                "https://idp.example.com/" + UUID.randomUUID(),
                                "https://idp.example.com/sso",
                                Binding.HTTP_REDIRECT,
                                List.of(IDP.pinned()))));
    }
}
