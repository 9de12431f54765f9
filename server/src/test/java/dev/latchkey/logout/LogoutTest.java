package dev.latchkey.logout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.login.BegunSessions;
import dev.latchkey.login.Sessions;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.saml.PostForm;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import jakarta.servlet.http.Cookie;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.util.UriComponentsBuilder;

/** Logouts with an IdP, begun at either end. */
@SpringBootTest(properties = "latchkey.data-dir=target/login-test-${random.uuid}")
@AutoConfigureMockMvc
@NullUnmarked
class LogoutTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final SigningKey KEY = new SigningKey(IDP.privateKey(), IDP.certificate());
    private static final String BYE = "https://acme.example/bye";

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Connections connections;
    @Autowired private Sessions sessions;
    @Autowired private JdbcClient jdbc;

    private Connection connection;
    private User user;
    private Cookie session;

    @BeforeEach
    void somebodyIsSignedInThroughAnIdp() {
        Organization organization =
                ok(
                        directory.create(
                                Actor.SYSTEM, "Org " + OrganizationId.next(), Edition.ENTERPRISE));
        connection =
                ok(
                        connections.create(
                                Caller.system(organization.id()),
                                ConnectionDetails.usual(
                                        "IdP",
                                        "https://idp.example.com/" + ConnectionId.next(),
                                        "https://idp.example.com/sso",
                                        Binding.HTTP_REDIRECT,
                                        List.of(IDP.pinned()))));
        jdbc.sql(
                        """
                        update connection set slo_url = 'https://idp.example.com/slo', version = version + 1 where id = ?
                        """)
                .param(connection.id().value())
                .update();
        user =
                ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(
                                        "ada-" + UUID.randomUUID() + "@example.com",
                                        "Ada",
                                        false)));
        session = signedIn(user.email(), "_index");
    }

    private Cookie signedIn(String name, String index) {
        String id = BegunSessions.begin(sessions, user, Instant.now());
        jdbc.sql(
                        """
                        update session set method = 'SSO', connection_id = ?, name_id = ?, session_index = ?
                        where id = ?
                        """)
                .params(connection.id().value(), name, index, BegunSessions.row(id))
                .update();
        return new Cookie("latchkey_session", id);
    }

    private void withAPageForAfterwards() {
        jdbc.sql(
                        "update connection set logout_redirect_url = ?, version = version + 1 where id = ?")
                .params(BYE, connection.id().value())
                .update();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unsigned", "broken", "elsewhere", "rubbish", "failed", "anonymous", "good"})
    void whoSignedOutHereReadsSoWhateverTheIdpAnswers(String kind) throws Exception {
        signOut();

        MockHttpServletResponse page = follow(answeredByPost(kind));

        assertThat(page.getStatus()).isEqualTo(200);
        assertThat(page.getContentAsString())
                .contains("You are signed out here")
                .doesNotContain("did not work");
        assertThat(failures())
                .isEqualTo(
                        List.of("broken", "elsewhere", "rubbish", "anonymous").contains(kind)
                                ? 1
                                : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsigned", "broken", "good"})
    void andGoesOnToThePageForAfterwards(String kind) throws Exception {
        withAPageForAfterwards();
        signOut();

        assertThat(follow(answeredByPost(kind)).getContentAsString())
                .contains("action=\"" + BYE + "\"");
        String unsigned = query(response(Logout.Status.SUCCESS)).replaceAll("&SigAlg.*", "");
        assertThat(follow(byRedirect(unsigned)).getContentAsString())
                .contains("action=\"" + BYE + "\"");
    }

    @Test
    void anAnswerForAConnectionThatIsGoneMeanwhileLeadsOutToo() throws Exception {
        signOut();
        connections.disable(Caller.system(user.organization()), connection.id());
        assertThat(follow(answeredByPost("good")).getContentAsString())
                .contains("You are signed out here");
    }

    /** Anybody can lead a browser here: the page says what is so. */
    @Test
    void whoIsStillSignedInIsToldSo() throws Exception {
        withAPageForAfterwards();
        String place = answeredByPost("unsigned").getRedirectedUrl();

        String page =
                mvc.perform(get(URI.create(place)).cookie(session))
                        .andReturn()
                        .getResponse()
                        .getContentAsString();

        assertThat(page).contains("You are still signed in here").doesNotContain(BYE);
        assertThat(live(session)).isTrue();
    }

    @Test
    void anUnsignedRequestStaysARefusal() throws Exception {
        String unsigned = query(request(user.email(), List.of())).replaceAll("&SigAlg.*", "");
        assertThat(byRedirect(unsigned).getStatus()).isEqualTo(403);
        assertThat(live(session)).isTrue();
        assertThat(failures()).isOne();
    }

    @Test
    void thePageAfterALogoutByPostNamesNobodyAndMayBeSentAndComeBack() throws Exception {
        jdbc.sql("update connection set slo_binding = 'HTTP_POST' where id = ?")
                .param(connection.id().value())
                .update();
        MockHttpServletResponse page = signOut();

        assertThat(page.getContentAsString())
                .contains("name=\"SAMLRequest\"", "/js/submit.js", "data-onward")
                .doesNotContain("Sign out</button>")
                .doesNotContain(">Ada<");
        assertThat(page.getHeader("Content-Security-Policy"))
                .contains("form-action 'self' https: http://localhost:*", "script-src 'self'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @CsvSource({
        "ADA, 'ada', _index, true",
        "Ada.Müller@X.example, ADA.MÜLLER@x.EXAMPLE, _index, true",
        "ada, ada, _other, false",
        "ada, ada, '', true",
        "ada, bob, _index, false"
    })
    void anIdpsLogoutEndsWhatItNamesInAnyLetterCase(
            String known, String named, String indexes, boolean ends) throws Exception {
        Cookie other = signedIn(known, "_index");

        byRedirect(query(request(named, indexes.isEmpty() ? List.of() : List.of(indexes))));

        assertThat(live(other)).isEqualTo(!ends);
        assertThat(live(session)).isTrue();
    }

    @Test
    void aSessionWithoutAnIndexEndsByItsName() throws Exception {
        Cookie other = signedIn("ada", null);
        byRedirect(query(request("ada", List.of("_what-the-idp-calls-it"))));
        assertThat(live(other)).isFalse();
    }

    @Test
    void eachOfSeveralIndexesEndsItsSession() throws Exception {
        Cookie first = signedIn("ada", "_1");
        Cookie second = signedIn("ada", "_2");
        Cookie third = signedIn("ada", "_3");
        NameId ada = new NameId("ada", null, null, null);
        assertThat(sessions.endAtIdp(connection, ada, List.of(), List.of("_1", "_3"))).isEqualTo(2);
        assertThat(List.of(live(first), live(second), live(third)))
                .containsExactly(false, true, false);
    }

    @Test
    void aLongNameIsFoundToo() throws Exception {
        StringBuilder name = new StringBuilder();
        while (name.length() < 6000) {
            name.append(UUID.randomUUID());
        }
        Cookie other = signedIn(name.toString(), "_index");
        Cookie alike = signedIn(name + "-2", "_index");
        int ended =
                sessions.endAtIdp(
                        connection,
                        new NameId(
                                name.toString().toUpperCase(java.util.Locale.ROOT),
                                null,
                                null,
                                null),
                        List.of(),
                        List.of());
        assertThat(ended).isOne();
        assertThat(live(other)).isFalse();
        assertThat(live(alike)).isTrue();
    }

    @Test
    void aLogoutOfSomebodyWhoseSessionHasEndedSucceedsAndOfNobodyDoesNot() throws Exception {
        signOut();
        assertThat(status(byRedirect(query(request(user.email(), List.of())))))
                .contains("status:Success");
        assertThat(status(byRedirect(query(request("nobody-known", List.of())))))
                .contains("status:Requester", "status:UnknownPrincipal")
                .doesNotContain("status:Success");
    }

    private MockHttpServletResponse signOut() throws Exception {
        return mvc.perform(post("/logout").with(csrf()).cookie(session)).andReturn().getResponse();
    }

    private boolean live(Cookie cookie) throws Exception {
        return mvc.perform(get("/console").cookie(cookie)).andReturn().getResponse().getStatus()
                == 200;
    }

    private Logout.Request request(String name, List<String> indexes) {
        return new Logout.Request(
                "_" + UUID.randomUUID(),
                Instant.now(),
                connections.sloUrl(connection),
                connection.idpEntityId(),
                new NameId(name, NameIdFormat.UNSPECIFIED, null, null),
                indexes.isEmpty() ? null : indexes.getFirst());
    }

    private static String query(Logout.Request message) {
        return URI.create(message.redirectUrl(null, KEY)).getRawQuery();
    }

    private Logout.Response response(Logout.Status status) {
        return new Logout.Response(
                "_" + UUID.randomUUID(),
                Instant.now(),
                connections.sloUrl(connection),
                connection.idpEntityId(),
                "_asked",
                status);
    }

    private static String query(Logout.Response message) {
        return URI.create(message.redirectUrl(null, KEY)).getRawQuery();
    }

    private MockHttpServletResponse answeredByPost(String kind) throws Exception {
        PostForm form =
                response(kind.equals("failed") ? Logout.Status.RESPONDER : Logout.Status.SUCCESS)
                        .postForm(null, KEY);
        String xml = new String(Base64.getDecoder().decode(form.message()), StandardCharsets.UTF_8);
        String changed =
                switch (kind) {
                    case "unsigned" -> xml.replaceAll("(?s)<ds:Signature.*</ds:Signature>", "");
                    case "broken" -> xml.replace("_asked", "_other");
                    case "elsewhere" -> xml.replace("/slo\"", "/else\"");
                    case "anonymous" -> xml.replace("InResponseTo=\"_asked\"", "");
                    default -> xml;
                };
        String message =
                kind.equals("rubbish")
                        ? "rubbish"
                        : Base64.getEncoder()
                                .encodeToString(changed.getBytes(StandardCharsets.UTF_8));
        return mvc.perform(
                        post("/saml/" + connection.id() + "/slo")
                                .contentType("application/x-www-form-urlencoded")
                                .content(
                                        "SAMLResponse="
                                                + java.net.URLEncoder.encode(
                                                        message, StandardCharsets.UTF_8)))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse byRedirect(String query) throws Exception {
        return mvc.perform(get(URI.create("/saml/" + connection.id() + "/slo?" + query)))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse follow(MockHttpServletResponse redirect) throws Exception {
        return mvc.perform(get(URI.create(redirect.getRedirectedUrl()))).andReturn().getResponse();
    }

    private static String status(MockHttpServletResponse answer) throws Exception {
        String message =
                UriComponentsBuilder.fromUriString(answer.getRedirectedUrl())
                        .build()
                        .getQueryParams()
                        .getFirst("SAMLResponse");
        byte[] deflated =
                Base64.getDecoder()
                        .decode(java.net.URLDecoder.decode(message, StandardCharsets.UTF_8));
        return new String(
                new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))
                        .readAllBytes(),
                StandardCharsets.UTF_8);
    }

    private int failures() {
        return jdbc.sql("select count(*) from sign_in_failure where organization_id = ?")
                .param(user.organization().value())
                .query(Integer.class)
                .single();
    }

    private static <T> T ok(Result<T> result) {
        return ((Result.Ok<T>) result).value();
    }
}
