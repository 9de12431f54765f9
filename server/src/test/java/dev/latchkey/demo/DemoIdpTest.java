package dev.latchkey.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.saml.AuthnRequest;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.shared.Result;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
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
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.MockMvc;

/** The demo IdP and its sample data, against the real sign-in. */
@SpringBootTest(properties = "latchkey.data-dir=target/demo-test-${random.uuid}")
@ActiveProfiles("demo")
@AutoConfigureMockMvc
@NullUnmarked
class DemoIdpTest {
    private static final String DANA = "dana.ruiz@acme.example";
    private static final Pattern FIELD =
            Pattern.compile("name=\"SAMLResponse\" value=\"([^\"]+)\"");
    private static final Pattern TARGET =
            Pattern.compile("<form method=\"post\" action=\"([^\"]+)\"");

    @Autowired private MockMvc mvc;
    @Autowired private Connections connections;
    @Autowired private ServiceProviders providers;
    @Autowired private IdpEndpoints endpoints;
    @Autowired private DemoStart start;
    @Autowired private DemoGuide guide;
    @Autowired private JdbcClient jdbc;

    private Connection connection;

    @BeforeEach
    void theSampleConnection() {
        connection = providers.of(Tenant.ACME).getFirst();
    }

    @Test
    void aGoodResponseSignsIn() throws Exception {
        MockHttpServletResponse answer = answer(Kind.GOOD, DANA, "_unknown");
        // Everything in it holds; only nobody has asked with this id.
        assertThat(lastFailure()).isEqualTo("request_unknown");
        assertThat(answer.getStatus()).isEqualTo(403);

        assertThat(answer(Kind.GOOD, DANA, request()).getHeader("Location"))
                .startsWith("/login/finish?ticket=");
    }

    @ParameterizedTest
    @CsvSource({
        "UNSIGNED,       response_not_signed",
        "TAMPERED,       signature_digest_mismatch",
        "OTHER_KEY,      signature_invalid",
        "OTHER_EMAIL,    user_unknown",
        "WRONG_AUDIENCE, audience_mismatch",
        "EXPIRED,        confirmation_expired"
    })
    void aBadResponseIsRefusedForItsOwnReason(Kind kind, String code) throws Exception {
        assertThat(answer(kind, DANA, request()).getStatus()).isEqualTo(403);
        assertThat(lastFailure()).isEqualTo(code);
    }

    @Test
    void aPersonWhomOnlyTheIdpKnowsHasNoWayIn() throws Exception {
        answer(Kind.GOOD, "nils.berg@acme.example", request());
        assertThat(lastFailure()).isEqualTo("user_unknown");
    }

    @Test
    void aTypedAddressThatIsNoneIsAskedForAgain() throws Exception {
        assertThat(respond("GOOD", "", "nobody", "_r").getContentAsString())
                .contains("Please enter a complete email address.", "You typed &quot;nobody&quot;")
                .doesNotContain("SAMLResponse");
    }

    @Test
    void aTypedAddressIsEscapedInThePageAndInTheMessage() throws Exception {
        String page = respond("GOOD", "", "a&b'c@acme.example", "_r").getContentAsString();

        assertThat(page).contains("a&amp;b&#39;c@acme.example");
        assertThat(new String(Base64.getDecoder().decode(field(page)), StandardCharsets.UTF_8))
                .contains(
                        "<saml:NameID Format=\""
                                + NameIdFormat.EMAIL_ADDRESS
                                + "\">a&amp;b'c@acme.example<");
    }

    @Test
    void aResponseThatNobodyAskedForBeginsASignInOfOurOwn() throws Exception {
        assertThat(page("/demo/idp/acme"))
                .contains("/demo/idp/acme/open", connection.id().toString());
        assertThat(page("/demo/idp/acme/open?connection=" + connection.id()))
                .contains("Dana Ruiz", DANA);
        assertThat(answer(Kind.GOOD, DANA, "").getHeader("Location"))
                .startsWith("/login/sso?restarted=true&connection=" + connection.id());
    }

    @Test
    void bothBindingsLeadToTheChoiceOfAPerson() throws Exception {
        AuthnRequest request = authnRequest(connections.acsUrl(connection));
        String query = URI.create(request.redirectUrl("relay", null)).getRawQuery();
        assertThat(page("/demo/idp/acme/sso?" + query))
                .contains(
                        "Sign in at Acme&#39;s identity provider",
                        "value=\"_asked\"",
                        "value=\"relay\"");

        String message = request.postForm("relay", null).message();
        assertThat(
                        mvc.perform(
                                        post("/demo/idp/acme/sso")
                                                .param("SAMLRequest", message)
                                                .param("RelayState", "relay"))
                                .andReturn()
                                .getResponse()
                                .getContentAsString())
                .contains("value=\"_asked\"", "value=\"relay\"");
    }

    @Test
    void aRequestForAnotherAcsUrlIsNotAnswered() throws Exception {
        AuthnRequest request = authnRequest("https://evil.example/acs");
        String query = URI.create(request.redirectUrl(null, null)).getRawQuery();
        assertUnusable(get("/demo/idp/acme/sso?" + query));
    }

    @Test
    void nobodyElseIsAnswered() throws Exception {
        assertUnusable(redirected(xml("https://evil.example/saml", "")));
        assertUnusable(redirected(xml("http://evil.example/saml/" + connection.id(), "")));
        assertUnusable(
                post("/demo/idp/acme/respond")
                        .param("connection", "https://evil.example/acs")
                        .param("email", DANA));
    }

    @Test
    void aFormThatIsNotThePagesOwnIsRefused() throws Exception {
        assertUnusable(post("/demo/idp/acme/respond").param("email", DANA));
        assertUnusable(
                post("/demo/idp/acme/respond")
                        .param("connection", connection.id().toString())
                        .param("request", "\u0001\"><x/>")
                        .param("relayState", "")
                        .param("email", DANA));
        assertThat(respond("NONE_SUCH", DANA, "", "_r").getStatus()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not xml",
                "<AuthnRequest ID='_a'/>",
                "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><r>&e;</r>",
                "<samlp:LogoutRequest xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol' ID='_a'/>",
                "<samlp:AuthnRequest xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol' ID='_a'/>"
            })
    void whatIsNoRequestIsRefused(String message) throws Exception {
        assertUnusable(redirected(message));
    }

    @Test
    void aDoctypeIsRefusedEvenAroundAGoodRequest() throws Exception {
        String good = xml(connections.spEntityId(connection), "");
        assertThat(mvc.perform(redirected(good)).andReturn().getResponse().getStatus())
                .isEqualTo(200);
        assertUnusable(redirected("<!DOCTYPE AuthnRequest>" + good));
        assertUnusable(redirected(xml(connections.spEntityId(connection), " ".repeat(70_000))));
        assertUnusable(
                get("/demo/idp/acme/sso").param("SAMLRequest", deflated(good), deflated(good)));
        assertUnusable(get("/demo/idp/acme/sso").param("SAMLRequest", "%%%"));
    }

    @Test
    void aTenantThatIsNotThereIsNotFound() throws Exception {
        assertThat(
                        mvc.perform(get("/demo/idp/nobody/metadata"))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .isEqualTo(404);
    }

    @Test
    void theMetadataSaysWhatTheSampleConnectionHas() throws Exception {
        byte[] xml = page("/demo/idp/acme/metadata").getBytes(StandardCharsets.UTF_8);
        IdpMetadata.Reading reading = IdpMetadata.read(xml, Limits.METADATA);
        IdpMetadata idp = ((IdpMetadata.Found) reading).providers().getFirst();

        assertThat(idp.entityId()).isEqualTo(connection.idpEntityId());
        assertThat(idp.certificates().getFirst().sha256())
                .isEqualTo(connection.details().certificates().getFirst().sha256());
        assertThat(xml).asString(StandardCharsets.UTF_8).contains(connection.ssoUrl());
    }

    @Test
    void aLogoutComesBackSigned() throws Exception {
        Logout.Request request =
                new Logout.Request(
                        "_bye",
                        Instant.now(),
                        endpoints.slo(Tenant.ACME),
                        connections.spEntityId(connection),
                        new NameId(DANA, NameIdFormat.EMAIL_ADDRESS, null, null),
                        null);
        URI there =
                URI.create(
                        request.redirectUrl(
                                null,
                                ((Result.Ok<SigningKey>) connections.signingKey(connection))
                                        .value()));
        String back = mvc.perform(get(there)).andReturn().getResponse().getHeader("Location");

        assertThat(back).startsWith(connections.sloUrl(connection));
        assertThat(
                        mvc.perform(get(URI.create(back)))
                                .andReturn()
                                .getResponse()
                                .getHeader("Location"))
                .startsWith("/login/out?connection=");
        assertUnusable(get("/demo/idp/acme/slo?SAMLRequest=x"));
    }

    @Test
    void startingAgainFindsTheSampleAndDoublesNothing() {
        int before = rows();
        start.afterSingletonsInstantiated();
        assertThat(rows()).isEqualTo(before);
        assertThat(jdbc.sql("select count(*) from organization").query(Integer.class).single())
                .isEqualTo(2);
        assertThat(jdbc.sql("select count(*) from app_user").query(Integer.class).single())
                .isEqualTo(23);
    }

    private int rows() {
        return jdbc.sql("select count(*) from audit_record").query(Integer.class).single();
    }

    @Test
    void aStartAtAnotherPortCorrectsTheConnectionAndKeepsTheRest() {
        jdbc.sql(
                        "update connection set sso_url = 'http://localhost:1/sso', sign_authn_requests = true,"
                                + " version = version + 1")
                .update();
        start.afterSingletonsInstantiated();

        Connection corrected = providers.of(Tenant.ACME).getFirst();
        assertThat(corrected.ssoUrl()).isEqualTo("http://localhost:8080/demo/idp/acme/sso");
        assertThat(corrected.ssoBinding()).isEqualTo(Binding.HTTP_REDIRECT);
        assertThat(corrected.signAuthnRequests()).isTrue();
    }

    @Test
    void everyStateOfARolloutIsThere() {
        assertThat(jdbc.sql("select distinct state from standing").query(String.class).list())
                .containsExactlyInAnyOrder(
                        "PILOT", "APPROVED", "ANNOUNCED", "ENFORCED", "EXCLUDED");
    }

    @Test
    void pagesSayThatItIsADemo() throws Exception {
        assertThat(page("/login")).contains("A demo with sample data");
        assertThat(page("/demo"))
                .contains("What to try", "olivia@vendor.example", "a sample password");
    }

    @Test
    void theGuideNamesWhatToOpenAndWhatToType() {
        assertThat(guide.text()).contains("http://localhost:8080/login", DANA, "a sample password");
    }

    private void assertUnusable(org.springframework.test.web.servlet.RequestBuilder request)
            throws Exception {
        MockHttpServletResponse response = mvc.perform(request).andReturn().getResponse();
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getHeader("Location")).isNull();
        assertThat(response.getContentAsString())
                .contains("This request can't be answered")
                .doesNotContain("evil.example");
    }

    private org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder redirected(
            String xml) throws Exception {
        return get("/demo/idp/acme/sso").param("SAMLRequest", deflated(xml));
    }

    private static String xml(String issuer, String padding) {
        return "<samlp:AuthnRequest xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol' ID='_a'>"
                + padding
                + "<saml:Issuer xmlns:saml='urn:oasis:names:tc:SAML:2.0:assertion'>"
                + issuer
                + "</saml:Issuer></samlp:AuthnRequest>";
    }

    private static String deflated(String text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, raw)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private AuthnRequest authnRequest(String acsUrl) {
        return new AuthnRequest(
                "_asked",
                Instant.now(),
                endpoints.sso(Tenant.ACME),
                connections.spEntityId(connection),
                acsUrl,
                null,
                false);
    }

    /** The id of a request that the server has just sent. */
    private String request() throws Exception {
        String location =
                mvc.perform(get("/login/sso").param("connection", connection.id().toString()))
                        .andReturn()
                        .getResponse()
                        .getHeader("Location");
        String query = URI.create(location).getRawQuery();
        Matcher id =
                Pattern.compile("name=\"request\" value=\"([^\"]+)\"")
                        .matcher(page("/demo/idp/acme/sso?" + query));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private MockHttpServletResponse answer(Kind kind, String email, String request)
            throws Exception {
        String page = respond(kind.name(), email, "", request).getContentAsString();
        Matcher target = TARGET.matcher(page);
        assertThat(target.find()).isTrue();
        assertThat(target.group(1)).isEqualTo(connections.acsUrl(connection));
        byte[] body =
                ("SAMLResponse=" + URLEncoder.encode(field(page), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
        return mvc.perform(
                        post(URI.create(target.group(1)))
                                .contentType("application/x-www-form-urlencoded")
                                .content(body))
                .andReturn()
                .getResponse();
    }

    private static String field(String page) {
        return Optional.of(FIELD.matcher(page)).filter(Matcher::find).orElseThrow().group(1);
    }

    private MockHttpServletResponse respond(String kind, String email, String other, String request)
            throws Exception {
        return mvc.perform(
                        post("/demo/idp/acme/respond")
                                .param("connection", connection.id().toString())
                                .param("request", request)
                                .param("relayState", "")
                                .param("kind", kind)
                                .param("email", email)
                                .param("other", other))
                .andReturn()
                .getResponse();
    }

    private String page(String path) throws Exception {
        MockHttpServletResponse response =
                mvc.perform(get(URI.create(path))).andReturn().getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private String lastFailure() {
        return jdbc.sql("select code from sign_in_failure order by at desc limit 1")
                .query(String.class)
                .single();
    }
}
