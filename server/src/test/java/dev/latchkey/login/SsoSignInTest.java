package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.connections.StableIdentifier;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.Enrolled;
import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.Cookie;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;

/** The whole path of a sign-in through an IdP, and everything that ends it early; on a real database. */
@SpringBootTest(properties = "latchkey.data-dir=target/login-test-${random.uuid}")
@AutoConfigureMockMvc
@Import(CountedStatements.class)
@org.jspecify.annotations.NullUnmarked
class SsoSignInTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final TestIdp OTHER_IDP = TestIdp.rsa(2048);

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Connections connections;
    @Autowired private JdbcClient jdbc;
    @Autowired private DataSource dataSource;
    @Autowired private Identifiers identifiers;
    @Autowired private CountedStatements.Counter statements;

    private Organization organization;
    private Connection connection;
    private User user;
    private Cookie browser;

    @BeforeEach
    void aPilotOfAConnection() throws Exception {
        organization = organization();
        connection = connection(organization, IDP);
        user = user(organization, "ada-" + UUID.randomUUID() + "@example.com");
        enroll(user, "PILOT");
        browser = new Cookie("latchkey_browser", "b".repeat(43));
    }

    @Test
    void aPilotSignsInAndTheSessionBeginsInTheirBrowser() throws Exception {
        MockHttpServletResponse answer = answer(response(start()));
        assertThat(answer.getStatus()).isEqualTo(303);

        MockHttpServletResponse finish = finish(answer, browser);

        assertThat(finish.getHeader("Location")).isEqualTo("/console");
        assertThat(finish.getHeaders("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie)
                                .startsWith("latchkey_session=")
                                .contains("HttpOnly")
                                .contains("SameSite=Lax")
                                .contains("Path=/"));
        assertThat(finish(answer, browser).getHeader("Location")).isNull();
    }

    @Test
    void aSessionThatEndsWithinWhatTheClocksAreAllowedBegins() throws Exception {
        String ended = Instant.now().minusSeconds(20).toString();
        MockHttpServletResponse answer =
                answer(
                        builder(start())
                                .before(xml ->
                                        xml.replace(
                                                "<saml:AuthnStatement ",
                                                "<saml:AuthnStatement SessionNotOnOrAfter=\""
                                                        + ended
                                                        + "\" "))
                                .base64());

        MockHttpServletResponse finish = finish(answer, browser);

        assertThat(finish.getHeader("Location")).isEqualTo("/console");
        assertThat(console(session(finish)).getStatus()).isEqualTo(200);
    }

    @Test
    void theRecordOfASignInHasTheAddressThatItCameFrom() throws Exception {
        answer(response(start()));

        assertThat(
                        jdbc.sql(
                                        """
                                        select ip from audit_record where organization_id = ? and action = 'login.sso'
                                        """)
                                .param(organization.id().value())
                                .query(String.class)
                                .single())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void aSignInIsOneStatementAndItsSessionAnother() throws Exception {
        answer(response(start()));
        String message = response(start());

        statements.reset();
        MockHttpServletResponse answer = answer(message);
        assertThat(statements.count()).isOne();

        statements.reset();
        finish(answer, browser);
        assertThat(statements.count()).isOne();
    }

    @Test
    void everyAnswerOnTheWayHasTheStrictHeaders() throws Exception {
        MockHttpServletResponse answer = answer(response(start()));
        MockHttpServletResponse finish = finish(answer, browser);
        MockHttpServletResponse refusal = answer("no message");

        assertThat(List.of(answer, finish, refusal))
                .allSatisfy(each -> {
                    assertThat(each.getHeader("Content-Security-Policy"))
                            .startsWith("default-src 'none'");
                    assertThat(each.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
                    assertThat(each.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
                    assertThat(each.getHeader("X-Frame-Options")).isEqualTo("DENY");
                    assertThat(each.getHeader("Cache-Control")).contains("no-store");
                });
    }

    /** As if our private key for the connection had been sealed with a secret key that is gone. */
    private void shutPrivateKey() {
        jdbc.sql(
                        """
                        update connection_key set private_key = decode('026b39' || repeat('00', 60), 'hex')
                        where connection_id = ?
                        """)
                .param(connection.id().value())
                .update();
        elsewhere("active = true");
    }

    private MockHttpServletResponse asOperator(String path) throws Exception {
        SignedInOperator operator =
                new SignedInOperator(OperatorId.next(), "olga@vendor.example", "Olga");
        return mvc.perform(
                        get(path)
                                .with(
                                        authentication(
                                                UsernamePasswordAuthenticationToken.authenticated(
                                                        operator,
                                                        null,
                                                        AuthorityUtils.createAuthorityList(
                                                                "ROLE_OPERATOR")))))
                .andReturn()
                .getResponse();
    }

    @Test
    void whatNeedsNoPrivateKeyWorksWhereItDoesNotOpen() throws Exception {
        shutPrivateKey();

        assertThat(answer(response(start())).getStatus()).isEqualTo(303);
        MockHttpServletResponse metadata =
                mvc.perform(get("/saml/" + connection.id() + "/metadata"))
                        .andReturn()
                        .getResponse();
        assertThat(metadata.getStatus()).isEqualTo(200);
        assertThat(metadata.getContentAsString()).contains("X509Certificate");
        String base = "/operator/organizations/" + organization.id() + "/connections";
        assertThat(asOperator(base).getStatus()).isEqualTo(200);
        MockHttpServletResponse page = asOperator(base + "/" + connection.id());
        assertThat(page.getStatus()).isEqualTo(200);
        assertThat(page.getContentAsString()).contains("Our private key for this connection");
    }

    @Test
    void aSignedRequestIsRefusedWithASentenceWhereThePrivateKeyDoesNotOpen() throws Exception {
        shutPrivateKey();
        elsewhere("sign_authn_requests = true");

        MockHttpServletResponse refused =
                mvc.perform(
                                get("/login/sso")
                                        .param("connection", connection.id().toString())
                                        .cookie(browser))
                        .andReturn()
                        .getResponse();

        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getContentAsString()).contains("does not work here at the moment");
        assertThat(lastFailure()).isEqualTo("key_unavailable");
        assertThat(asOperator("/operator/failures/" + reference("key_unavailable")).getStatus())
                .isEqualTo(200);
    }

    @Test
    void anEncryptedMessageIsRefusedWithTheReasonWhereThePrivateKeyDoesNotOpen() throws Exception {
        byte[] der =
                jdbc.sql("select certificate from connection_key where connection_id = ?")
                        .param(connection.id().value())
                        .query(byte[].class)
                        .single();
        PublicKey ours =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der))
                        .getPublicKey();
        shutPrivateKey();

        String message =
                builder(start())
                        .encryptFor(
                                ours,
                                "http://www.w3.org/2009/xmlenc11#aes256-gcm",
                                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p")
                        .base64();

        assertThat(answer(message).getStatus()).isEqualTo(503);
        assertThat(lastFailure()).isEqualTo("key_unavailable");
    }

    @Test
    void aMessageThatDoesNotOpenLeavesThePageOfItsFailure() throws Exception {
        answer(sign(OTHER_IDP, connection, start()).email(user.email()).base64());
        String reference = lastReference();
        jdbc.sql(
                        """
                        update sign_in_failure set message = decode('026b39' || repeat('00', 60), 'hex')
                        where reference = ?
                        """)
                .param(reference)
                .update();

        MockHttpServletResponse page = asOperator("/operator/failures/" + reference);

        assertThat(page.getStatus()).isEqualTo(200);
        assertThat(page.getContentAsString()).contains("secret.key_missing");
        assertThat(asOperator("/operator/secret-keys").getContentAsString())
                .contains("was sealed with", "k9");
    }

    /** What another node does to a connection is not told to this one. */
    @Test
    void whatThisNodeRemembersOfAConnectionLetsNobodyInThatAnotherNodeHasShutOut()
            throws Exception {
        answer(response(start()));
        String message = response(start());
        elsewhere("active = false");
        assertThat(answer(message).getStatus()).isEqualTo(404);
        elsewhere("active = true");
        assertThat(answer(message).getStatus()).isEqualTo(303);

        String late = response(start());
        elsewhere("idp_entity_id = 'https://another.example'");
        assertThat(answer(late).getStatus()).isEqualTo(403);
        assertThat(sessions()).isEqualTo(2);
    }

    @Test
    void aCertificateThatAnotherNodeHasReplacedCountsAtOnce() throws Exception {
        answer(response(start()));
        String byOld = response(start());
        String byNew = sign(OTHER_IDP, connection, start()).email(user.email()).base64();
        byte[] der = OTHER_IDP.certificate().getEncoded();
        jdbc.sql(
                        "update connection_certificate set der = ?, sha256 = 'new' where connection_id = ?")
                .params(der, connection.id().value())
                .update();
        elsewhere("active = true");

        assertThat(answer(byOld).getStatus()).isEqualTo(403);
        assertThat(answer(byNew).getStatus()).isEqualTo(303);
    }

    private void elsewhere(String change) {
        jdbc.sql("update connection set " + change + ", version = version + 1 where id = ?")
                .param(connection.id().value())
                .update();
    }

    @Test
    void anotherBrowserDoesNotGetTheSession() throws Exception {
        MockHttpServletResponse answer = answer(response(start()));

        finish(answer, new Cookie("latchkey_browser", "x".repeat(43)));

        assertThat(lastFailure()).isEqualTo("other_browser");
        assertThat(finish(answer, browser).getHeader("Location")).isEqualTo("/console");
    }

    @Test
    void aResponseThatTwoNodesGetAtOnceMakesOneSession() throws Exception {
        String message = response(start());
        Callable<Integer> node = () -> answer(message).getStatus();
        try (var nodes = Executors.newFixedThreadPool(2)) {
            var first = nodes.submit(node);
            var second = nodes.submit(node);
            assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(303, 403);
        }
        // where the first is done between the second's two looks, its request is answered
        assertThat(lastFailure()).isIn("assertion_replayed", "request_answered");
    }

    @Test
    void aRequestIsAnsweredOnce() throws Exception {
        String request = start();
        answer(response(request));
        answer(response(request));
        assertThat(lastFailure()).isEqualTo("request_answered");
        assertThat(whatWasSaid()).isEqualTo("an open request, not " + request);
    }

    @Test
    void aRequestOfAnotherConnectionIsUnknown() throws Exception {
        String request = "_" + UUID.randomUUID();
        answer(response(request));
        assertThat(lastFailure()).isEqualTo("request_unknown");
        assertThat(whatWasSaid()).isEqualTo("a request of ours, not " + request);
    }

    @Test
    void anAnswerAfterTheRequestHasExpiredIsRefused() throws Exception {
        String request = start();
        jdbc.sql("update authn_request set expires_at = :past where id = :id")
                .param("past", Timestamp.from(Instant.now().minusSeconds(1)))
                .param("id", request)
                .update();
        answer(response(request));
        assertThat(lastFailure()).isEqualTo("request_expired");
        assertThat(whatWasSaid())
                .matches("an answer before (\\S{10}T\\S{8}Z), not (\\S{10}T\\S{8}Z)");
    }

    @Test
    void anIdpVouchesOnlyForUsersOfItsOwnOrganization() throws Exception {
        User stranger = user(organization(), "bob-" + UUID.randomUUID() + "@example.com");
        answer(builder(start()).email(stranger.email()).base64());
        assertThat(lastFailure()).isEqualTo("user_unknown");
        assertThat(whatWasSaid()).isEqualTo("a user's address, not " + stranger.email());
    }

    @Test
    void anIdpOfAnotherOrganizationIsNotBelieved() throws Exception {
        Connection other = connection(organization(), OTHER_IDP);
        String message = sign(OTHER_IDP, connection, start()).email(user.email()).base64();
        assertThat(answer(message).getStatus()).isEqualTo(403);
        assertThat(sessions()).isZero();
        assertThat(other.id()).isNotEqualTo(connection.id());
    }

    @Test
    void aUserWhoIsNotEnabledIsRefused() throws Exception {
        User plain = user(organization, "eve-" + UUID.randomUUID() + "@example.com");
        answer(builder(start()).email(plain.email()).base64());
        assertThat(lastFailure()).isEqualTo("user_not_enabled");
        assertThat(whatWasSaid()).isEqualTo("an enabled user, not " + plain.email());
    }

    @Test
    void whoIsDeactivatedInTheMomentOfTheSignInStaysOutside() throws Exception {
        String message = response(start());
        rivalled("update app_user set active = false where id = ?", user.id().value(), message);
        assertThat(lastFailure()).isEqualTo("user_inactive");
        assertNothingIsLeft();
    }

    @Test
    void aRequestThatIsAnsweredInTheSameMomentIsAnsweredOnce() throws Exception {
        String request = start();
        String message = response(request);
        rivalled("update authn_request set spent_at = now() where id = ?", request, message);
        assertThat(lastFailure()).isEqualTo("request_answered");
        assertNothingIsLeft();
    }

    /** Requirement D12. */
    @Test
    void anIdentifierThatAnotherUserGetsInTheSameMomentIsTheirs() throws Exception {
        rememberTheAttribute("employee");
        User other = user(organization, "bo-" + UUID.randomUUID() + "@example.com");
        String theirs =
                """
                insert into sso_identifier (organization_id, connection_id, user_id, identifier, remembered_at)
                select organization_id, id, ?, 'E1', now() from connection where id = '%s'
                """
                        .formatted(connection.id().value());
        rivalled(theirs, other.id().value(), builder(start()).attribute("employee", "E1").base64());
        assertThat(lastFailure()).isEqualTo("identifier_changed");
        assertNothingIsLeft();
    }

    /** Posts the message while this change waits to be committed, and commits once the sign-in waits for it. */
    private void rivalled(String change, Object parameter, String message) throws Exception {
        try (var rival = dataSource.getConnection();
                var thread = Executors.newSingleThreadExecutor()) {
            rival.setAutoCommit(false);
            try (var statement = rival.prepareStatement(change)) {
                statement.setObject(1, parameter);
                assertThat(statement.executeUpdate()).isEqualTo(1);
            }
            var answer = thread.submit(() -> answer(message).getStatus());
            awaitALock();
            rival.commit();
            rival.setAutoCommit(true);
            assertThat(answer.get()).isEqualTo(403);
        }
    }

    private void awaitALock() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(end)) {
            int waiting =
                    jdbc.sql(
                                    """
                                    select count(*) from pg_stat_activity
                                    where wait_event_type = 'Lock' and query like '%sign_in_by_sso%'
                                    """)
                            .query(Integer.class)
                            .single();
            if (waiting > 0) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the sign-in waits for nobody");
    }

    private void assertNothingIsLeft() {
        assertThat(sessions()).isZero();
        assertThat(
                        jdbc.sql("select count(*) from spent_assertion where connection_id = ?")
                                .param(connection.id().value())
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    /** Requirement D12. */
    @Test
    void anotherPersonWithTheSameAddressIsRefusedUntilAnAdminConfirms() throws Exception {
        rememberTheAttribute("employee");
        assertThat(answer(builder(start()).attribute("employee", "E1").base64()).getStatus())
                .isEqualTo(303);

        answer(builder(start()).attribute("employee", "E2").base64());
        assertThat(lastFailure()).isEqualTo("identifier_changed");
        assertThat(whatWasSaid()).isEqualTo("E1, not E2");
        answer(builder(start()).base64());
        assertThat(lastFailure()).isEqualTo("identifier_missing");
        assertThat(whatWasSaid()).isEqualTo("employee, not none, or several");
        answer(builder(start()).attribute("employee", "E1", "E2").base64());
        assertThat(lastFailure()).isEqualTo("identifier_missing");

        assertThat(identifiers.open(organization.id()))
                .extracting(Identifiers.Question::user, Identifiers.Question::identifier)
                .containsExactly(tuple(user.id(), "E2"));
        assertThat(confirm(organization().id(), "E2")).isFalse();
        assertThat(confirm(organization.id(), "E1")).isFalse();
        assertThat(confirm(organization.id(), "E2")).isTrue();
        assertThat(answer(builder(start()).attribute("employee", "E2").base64()).getStatus())
                .isEqualTo(303);
    }

    private boolean confirm(OrganizationId of, String seen) {
        return identifiers.confirm(
                Caller.system(of),
                new Identifiers.Question(
                        connection.id(),
                        user.id(),
                        user.email(),
                        seen,
                        user.email(),
                        Instant.now()));
    }

    /** Requirement D12. */
    @Test
    void anIdentifierThatComesWithAnotherAddressIsShownToTheAdmin() throws Exception {
        rememberTheAttribute("employee");
        answer(builder(start()).attribute("employee", "E1").base64());

        answer(builder(start()).email("married@example.com").attribute("employee", "E1").base64());
        assertThat(lastFailure()).isEqualTo("user_unknown");
        assertThat(identifiers.open(organization.id()))
                .extracting(Identifiers.Question::userEmail, Identifiers.Question::email)
                .containsExactly(tuple(user.email(), "married@example.com"));

        User other = user(organization, "bo-" + UUID.randomUUID() + "@example.com");
        enroll(other, "PILOT");
        answer(builder(start()).email(other.email()).attribute("employee", "E1").base64());
        assertThat(lastFailure())
                .as("one identifier is one person")
                .isEqualTo("identifier_changed");
        assertThat(whatWasSaid()).isEqualTo("nobody's yet, not E1");
    }

    private void rememberTheAttribute(String name) {
        ok(
                connections.identify(
                        Caller.system(organization.id()),
                        connection.id(),
                        new StableIdentifier(name)));
    }

    @Test
    void anInactiveUserIsRefused() throws Exception {
        jdbc.sql("update app_user set active = false where id = :id")
                .param("id", user.id().value())
                .update();
        answer(response(start()));
        assertThat(lastFailure()).isEqualTo("user_inactive");
        assertThat(whatWasSaid()).isEqualTo("an active user, not " + user.email());
    }

    @Test
    void usersWhoDifferOnlyInCaseAreNotGuessedBetween() throws Exception {
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                        select organization_id, :new, upper(email), email_key, email_domain, name, created_at
                        from app_user where id = :id
                        """)
                .param("new", UserId.next().value())
                .param("id", user.id().value())
                .update();
        answer(response(start()));
        assertThat(lastFailure()).isEqualTo("ambiguous_address");
        assertThat(whatWasSaid())
                .startsWith("one user, not ")
                .contains(user.email(), ", " + user.email().toUpperCase(Locale.ROOT));
    }

    @Test
    void aDisabledConnectionIsNotThere() throws Exception {
        String request = start();
        connections.disable(Caller.system(organization.id()), connection.id());
        assertThat(answer(response(request)).getStatus()).isEqualTo(404);
    }

    @Test
    void anUnsolicitedResponseStartsAFreshSignIn() throws Exception {
        String message = sign(IDP, connection, null).email(user.email()).base64();
        assertThat(answer(message).getHeader("Location"))
                .isEqualTo("/login/sso?restarted=true&connection=" + connection.id());
        assertThat(sessions()).isZero();
    }

    @Test
    void aRestartThatComesBackUnsolicitedDoesNotGoRound() throws Exception {
        mvc.perform(
                get("/login/sso")
                        .param("connection", connection.id().toString())
                        .param("restarted", "true")
                        .cookie(new Cookie("latchkey_restart", "1")));
        assertThat(lastFailure()).isEqualTo("unsolicited_loop");
    }

    @Test
    void knownAndUnknownAddressesGetTheSameForm() throws Exception {
        User plain = user(organization, "known-" + UUID.randomUUID() + "@example.com");
        String unknown = "nobody-" + UUID.randomUUID() + "@example.com";
        assertThat(emailStep(plain.email())).isEqualTo(emailStep(unknown));
        assertThat(emailStep(user.email())).isEqualTo(emailStep(unknown));
    }

    @Test
    void anEnforcedUserIsLedToSsoAtTheEmailStep() throws Exception {
        enroll(user, "ENFORCED");
        MockHttpServletResponse answer =
                mvc.perform(post("/login").with(csrf()).param("email", user.email()))
                        .andReturn()
                        .getResponse();
        assertThat(answer.getHeader("Location"))
                .startsWith("/login/sso?connection=" + connection.id());
    }

    @Test
    void anEnforcedUserGetsNoSessionForARightPassword() throws Exception {
        directory.setPassword(Caller.system(organization.id()), user.id(), "correct horse battery");
        enroll(user, "ENFORCED");
        mvc.perform(
                post("/login/password")
                        .with(csrf())
                        .param("email", user.email())
                        .param("password", "correct horse battery"));
        assertThat(sessions()).isZero();
    }

    @Test
    void theConsoleSaysWhoIsSignedInAndHowUntilTheLogout() throws Exception {
        Cookie session = session(finish(answer(response(start())), browser));

        MockHttpServletResponse console = console(session);
        assertThat(console.getContentAsString()).contains(user.email(), "single sign-on");

        mvc.perform(post("/logout").with(csrf()).cookie(session));
        assertThat(console(session).getHeader("Location")).isEqualTo("/login");
    }

    @Test
    void anAdminSeesFailuresOfTheirOwnOrganizationOnly() throws Exception {
        jdbc.sql("update app_user set admin = true where id = :id")
                .param("id", user.id().value())
                .update();
        Cookie session = session(finish(answer(response(start())), browser));
        answer(response("_" + UUID.randomUUID()));
        String own = lastReference();
        mvc.perform(
                get("/login/sso").param("connection", connection(organization(), IDP).id() + "0"));
        String foreign = lastReference();

        assertThat(failure(own, session).getContentAsString()).contains("request_unknown");
        assertThat(failure(foreign, session).getStatus()).isEqualTo(404);
    }

    @Test
    void aFailureSaysWhoItWasAndLeadsBackToWhereTheyWereGoing() throws Exception {
        makeAdmin();
        String typed = user.email();
        mvc.perform(
                get("/login/sso")
                        .param("connection", connection.id().toString())
                        .param("email", typed)
                        .param("return_to", "/organization/audit")
                        .cookie(browser));
        String refusal =
                answer(builder(lastRequest()).audience("https://else.example").base64())
                        .getContentAsString();
        assertThat(refusal).contains("href=\"/organization/audit\">Back to sign-in");

        Cookie session = session(finish(answer(response(start())), browser));
        String page = failure(lastReference(), session).getContentAsString();
        assertThat(page)
                .contains("<dt>Address typed</dt><dd>" + typed)
                .contains("<span>" + connection.name() + "</span>");
    }

    @Test
    void whatASignInIsForIsKeptWithTheRequestAndNothingThatIsSentLaterChangesIt() throws Exception {
        String request = start("/organization/audit?page=2");
        assertThat(purposeOf(request)).isEqualTo("RESUME");

        String ticket = answer(response(request)).getHeader("Location");
        MockHttpServletResponse finish =
                mvc.perform(
                                get(URI.create(ticket + "&return_to=/organization/users"))
                                        .param("purpose", "SIGN_IN")
                                        .cookie(browser))
                        .andReturn()
                        .getResponse();

        assertThat(finish.getHeader("Location")).isEqualTo("/organization/audit?page=2");
    }

    @Test
    void aSignInForNothingElseIsKeptAsThat() throws Exception {
        for (String wish : List.of("/console", "https://evil.example", "//evil.example", "")) {
            String request = start(wish);

            assertThat(purposeOf(request)).isEqualTo("SIGN_IN");
            assertThat(finish(answer(response(request)), browser).getHeader("Location"))
                    .isEqualTo("/console");
        }
    }

    @Test
    void aPurposeThatNobodyKnowsIsNotKept() throws Exception {
        String request = start();
        for (String purpose : List.of("TEST", "RESUME", "")) {
            assertThatThrownBy(() ->
                            jdbc.sql("update authn_request set purpose = ? where id = ?")
                                    .params(purpose, request)
                                    .update())
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
    }

    private String purposeOf(String request) {
        return jdbc.sql("select purpose from authn_request where id = ?")
                .param(request)
                .query(String.class)
                .single();
    }

    @Test
    void theEmailStepTakesTheAddressAlong() throws Exception {
        enroll(user, "ENFORCED");
        String target =
                mvc.perform(post("/login").with(csrf()).param("email", user.email()))
                        .andReturn()
                        .getResponse()
                        .getRedirectedUrl();
        mvc.perform(get(URI.create(target)).cookie(browser));
        assertThat(
                        jdbc.sql("select email from authn_request where id = ?")
                                .param(lastRequest())
                                .query(String.class)
                                .single())
                .isEqualTo(user.email());
    }

    @Test
    void aSignInThatWasCancelledAtTheIdpReadsAsThat() throws Exception {
        for (String status : List.of("AuthnFailed", "RequestDenied", "NoAuthnContext")) {
            String message =
                    builder(start())
                            .before(xml ->
                                    xml.replaceFirst(
                                            "<saml2?p:StatusCode [^>]*/>",
                                            "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\">"
                                                    + "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:"
                                                    + status
                                                    + "\"/></samlp:StatusCode>"))
                            .base64();
            assertThat(answer(message).getContentAsString())
                    .contains("did not sign you in")
                    .doesNotContain("was not accepted");
            assertThat(lastFailure()).isEqualTo("status_not_success");
        }
    }

    @Test
    void aReferenceNumberIsLookedUpAsItWasReadOut() throws Exception {
        makeAdmin();
        Cookie session = session(finish(answer(response(start())), browser));
        answer(response("_" + UUID.randomUUID()));
        String own = lastReference();
        mvc.perform(get("/login/sso").param("connection", "UI0"));
        String nobodys = lastReference();
        String readOut =
                " "
                        + own.substring(0, 5).toLowerCase(java.util.Locale.ROOT)
                        + "-"
                        + own.substring(5);

        assertThat(lookedUp("/organization/failures", readOut, session).getRedirectedUrl())
                .isEqualTo("/organization/failures/" + own);
        assertThat(lookedUp("/organization/failures", nobodys, session).getContentAsString())
                .contains("There is no failed sign-in with this number");
        for (String reference : List.of(own, nobodys)) {
            assertThat(asOperator("/operator/failures?reference=" + reference).getRedirectedUrl())
                    .isEqualTo("/operator/failures/" + reference);
        }
        assertThat(asOperator("/operator/failures").getContentAsString()).contains(nobodys);
    }

    private MockHttpServletResponse lookedUp(String path, String reference, Cookie session)
            throws Exception {
        return mvc.perform(get(path).param("reference", reference).cookie(session))
                .andReturn()
                .getResponse();
    }

    /** Neither is read, and somebody must be able to find out. */
    @Test
    void aMessageThatDoesNotSayHowLongItIsIsOnRecord() throws Exception {
        for (String place : List.of("acs", "slo")) {
            MockHttpServletResponse answer =
                    mvc.perform(
                                    post("/saml/" + connection.id() + "/" + place)
                                            .header("Transfer-Encoding", "chunked")
                                            .contentType(MediaType.APPLICATION_FORM_URLENCODED))
                            .andReturn()
                            .getResponse();
            assertThat(answer.getStatus()).isEqualTo(411);
            assertThat(lastFailure()).isEqualTo("length_missing");
        }
    }

    private void makeAdmin() {
        jdbc.sql("update app_user set admin = true where id = :id")
                .param("id", user.id().value())
                .update();
    }

    private String lastRequest() {
        return jdbc.sql(
                        "select id from authn_request where connection_id = :id order by created_at desc limit 1")
                .param("id", connection.id().value())
                .query(String.class)
                .single();
    }

    /** Neither by a message to the other's address, nor by naming the other's user at its own. */
    @Test
    void anEmptyRelayStateIsLikeNone() throws Exception {
        for (String relayState :
                new String[] {"RelayState=&", "RelayState&", "", "RelayState=a&RelayState=b&"}) {
            String message = URLEncoder.encode(response(start()), StandardCharsets.UTF_8);
            MockHttpServletResponse answer = acs(relayState + "SAMLResponse=" + message);
            assertThat(finish(answer, browser).getHeader("Location")).endsWith("/console");
        }
    }

    @Test
    void base64InLinesIsRead() throws Exception {
        String lines = response(start()).replaceAll("(.{76})", "$1\r\n");
        assertThat(finish(answer(lines), browser).getHeader("Location")).endsWith("/console");
    }

    @Test
    void theRecordOfAFailureSaysWhatToChangeAndWhoSigned() throws Exception {
        jdbc.sql("update app_user set admin = true where id = :id")
                .param("id", user.id().value())
                .update();
        Cookie session = session(finish(answer(response(start())), browser));
        answer(builder(start()).audience("https://else.example").base64());
        answer(sign(OTHER_IDP, connection, start()).email(user.email()).base64());
        assertThat(lastFailure()).isEqualTo("signature_invalid");
        String stranger = failure(lastReference(), session).getContentAsString();
        assertThat(stranger)
                .contains(
                        "It does not hold. No pinned certificate verifies",
                        "none of the pinned ones")
                .contains("which is not trusted for standing there");
        String audience = failure(reference("audience_mismatch"), session).getContentAsString();
        assertThat(audience)
                .contains("It holds, by the pinned certificate", "it is a pinned one")
                .contains("<strong>What to do:</strong> <span>At the IdP, set our entity ID");
    }

    private String reference(String code) {
        return jdbc.sql(
                        "select reference from sign_in_failure where code = :code order by at desc limit 1")
                .param("code", code)
                .query(String.class)
                .single();
    }

    @Test
    void anIdpEndsNoSessionOfAnotherOrganization() throws Exception {
        finish(answer(response(start())), browser);
        Connection others = connection(organization(), OTHER_IDP);

        assertThat(logout(connection, connection.idpEntityId(), OTHER_IDP)).isEqualTo(403);
        assertThat(logout(connection, others.idpEntityId(), OTHER_IDP)).isEqualTo(403);
        assertThat(logout(others, others.idpEntityId(), OTHER_IDP)).isEqualTo(302);
        assertThat(sessions()).isEqualTo(1);

        assertThat(logout(connection, connection.idpEntityId(), IDP)).isEqualTo(302);
        assertThat(sessions()).isZero();
    }

    private int logout(Connection at, String issuer, TestIdp idp) throws Exception {
        String slo = connections.sloUrl(at);
        Logout.Request message =
                new Logout.Request(
                        "_" + UUID.randomUUID(),
                        Instant.now(),
                        slo,
                        issuer,
                        new NameId(user.email(), NameIdFormat.EMAIL_ADDRESS, null, null),
                        null);
        String url = message.redirectUrl(null, new SigningKey(idp.privateKey(), idp.certificate()));
        return mvc.perform(get(URI.create(url.substring(url.indexOf("/saml/")))))
                .andReturn()
                .getResponse()
                .getStatus();
    }

    @Test
    void aFloodOfRubbishIsAnsweredButNotAllKept() throws Exception {
        for (int i = 0; i < 130; i++) {
            String page =
                    mvc.perform(
                                    post("/saml/" + connection.id() + "/acs")
                                            .with(request -> {
                                                request.setRemoteAddr("203.0.113.7");
                                                return request;
                                            })
                                            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                                            .content("SAMLResponse=rubbish"))
                            .andReturn()
                            .getResponse()
                            .getContentAsString();
            assertThat(page).contains(i < 120 ? "reference number" : "many failures like this");
        }
        assertThat(kept("203.0.113.7")).isEqualTo(120);
    }

    private int kept(String ip) {
        return jdbc.sql("select count(*) from sign_in_failure where ip = ?")
                .param(ip)
                .query(Integer.class)
                .single();
    }

    @Test
    void aPasswordSignInOfAnUnknownAddressReadsLikeAWrongPassword() throws Exception {
        directory.setPassword(Caller.system(organization.id()), user.id(), "correct horse battery");
        String unknown = "nobody-" + UUID.randomUUID() + "@example.com";
        assertThat(passwordStep(user.email())).isEqualTo(passwordStep(unknown));
    }

    private String passwordStep(String email) throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(
                                post("/login/password")
                                        .with(csrf())
                                        .param("email", email)
                                        .param("password", "wrong"))
                        .andReturn()
                        .getResponse();
        return answer.getStatus() + page(answer, email).replace(lastReference(), "REFERENCE");
    }

    /** The password form that the answer leads to. */
    private String page(MockHttpServletResponse answer, String email) throws Exception {
        assertThat(answer.getCookies())
                .extracting(Cookie::getName)
                .doesNotContain("latchkey_session");
        return mvc.perform(get(java.net.URI.create(answer.getHeader("Location"))))
                .andReturn()
                .getResponse()
                .getContentAsString()
                .replace(email, "EMAIL")
                .replaceAll("name=\"_csrf\"[^>]*", "");
    }

    @Test
    void aWrongPasswordIsSaidOnTheFormAndKeepsTheAddressAndTheWayOn() throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(
                                post("/login/password")
                                        .with(csrf())
                                        .param("email", user.email())
                                        .param("return_to", "/console?a=b&c")
                                        .param("password", "wrong"))
                        .andReturn()
                        .getResponse();

        assertThat(answer.getStatus()).isEqualTo(302);
        assertThat(page(answer, user.email()))
                .contains("value=\"EMAIL\"", "id=\"password\"", "autofocus")
                .contains("value=\"/console?a=b&amp;c\"", lastReference(), "role=\"alert\"");
    }

    @Test
    void theAddressOfThePasswordFormShowsNothingThatAStrangerWroteIntoIt() throws Exception {
        String html =
                mvc.perform(
                                get("/login/password")
                                        .param("email", user.email())
                                        .param("return_to", "https://evil.example")
                                        .param("failed", "Call 0800 123456"))
                        .andReturn()
                        .getResponse()
                        .getContentAsString();
        assertThat(html).contains(user.email()).doesNotContain("0800", "evil.example");
        assertThat(
                        mvc.perform(get("/login/password").param("email", "\"><b>x"))
                                .andReturn()
                                .getResponse()
                                .getHeader("Location"))
                .isEqualTo("/login");
    }

    private MockHttpServletResponse console(Cookie session) throws Exception {
        return mvc.perform(get("/console").cookie(session)).andReturn().getResponse();
    }

    private MockHttpServletResponse failure(String reference, Cookie session) throws Exception {
        return mvc.perform(get("/organization/failures/" + reference).cookie(session))
                .andReturn()
                .getResponse();
    }

    private static Cookie session(MockHttpServletResponse finish) {
        return new Cookie("latchkey_session", finish.getCookie("latchkey_session").getValue());
    }

    private String lastReference() {
        return jdbc.sql("select reference from sign_in_failure order by at desc limit 1")
                .query(String.class)
                .single();
    }

    private String emailStep(String email) throws Exception {
        return page(
                mvc.perform(post("/login").with(csrf()).param("email", email))
                        .andReturn()
                        .getResponse(),
                email);
    }

    private String start() throws Exception {
        return start("");
    }

    private String start(String returnTo) throws Exception {
        mvc.perform(
                get("/login/sso")
                        .param("connection", connection.id().toString())
                        .param("return_to", returnTo)
                        .cookie(browser));
        return jdbc.sql(
                        "select id from authn_request where connection_id = :id order by created_at desc limit 1")
                .param("id", connection.id().value())
                .query(String.class)
                .single();
    }

    private String response(String request) {
        return builder(request).base64();
    }

    private ResponseBuilder builder(String request) {
        return sign(IDP, connection, request).email(user.email());
    }

    private ResponseBuilder sign(TestIdp idp, Connection to, String request) {
        ResponseBuilder builder =
                new ResponseBuilder(idp)
                        .issuer(to.idpEntityId())
                        .audience(connections.spEntityId(to))
                        .acs(connections.acsUrl(to))
                        .now(Instant.now())
                        .before(xml ->
                                xml.replaceAll(
                                        "(<saml2?:Assertion[^>]* ID=\")[^\"]*",
                                        "$1_" + UUID.randomUUID()));
        return request == null ? builder : builder.inResponseTo(request);
    }

    private MockHttpServletResponse answer(String message) throws Exception {
        return acs(
                "RelayState=https%3A%2F%2Fevil.example&SAMLResponse="
                        + URLEncoder.encode(message, StandardCharsets.UTF_8));
    }

    private MockHttpServletResponse acs(String form) throws Exception {
        return mvc.perform(
                        post("/saml/" + connection.id() + "/acs")
                                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                                .content(form))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse finish(MockHttpServletResponse answer, Cookie cookie)
            throws Exception {
        String ticket = answer.getHeader("Location").substring("/login/finish?ticket=".length());
        return mvc.perform(get("/login/finish").param("ticket", ticket).cookie(cookie))
                .andReturn()
                .getResponse();
    }

    /** What support reads of the last failure: what was wanted, and what came. */
    private String whatWasSaid() {
        return jdbc.sql(
                        "select expected || ', not ' || found from sign_in_failure order by at desc limit 1")
                .query(String.class)
                .single();
    }

    private String lastFailure() {
        return jdbc.sql("select code from sign_in_failure order by at desc limit 1")
                .query(String.class)
                .single();
    }

    private int sessions() {
        return jdbc.sql("select count(*) from session where user_id = :id")
                .param("id", user.id().value())
                .query(Integer.class)
                .single();
    }

    private void enroll(User user, String state) {
        new Enrolled(jdbc)
                .put(
                        user.organization(),
                        user.id(),
                        connection.id(),
                        Standing.State.valueOf(state));
    }

    private Organization organization() {
        return ok(
                directory.create(Actor.SYSTEM, "Org " + OrganizationId.next(), Edition.ENTERPRISE));
    }

    private User user(Organization of, String email) {
        return ok(directory.createUser(Caller.system(of.id()), new NewUser(email, "Ada", false)));
    }

    private Connection connection(Organization of, TestIdp idp) {
        return ok(
                connections.create(
                        Caller.system(of.id()),
                        ConnectionDetails.usual(
                                "IdP " + ConnectionId.next(),
                                "https://idp.example.com/" + ConnectionId.next(),
                                "https://idp.example.com/sso",
                                Binding.HTTP_REDIRECT,
                                List.of(idp.pinned()))));
    }

    private static <T> T ok(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }
}
