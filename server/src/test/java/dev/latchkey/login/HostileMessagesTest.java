package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
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
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.testing.Enrolled;
import dev.latchkey.testing.WholeServer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

/** Published weaknesses that only a whole server can have, each by its number; on a real database. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class HostileMessagesTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final String SCRIPT = "\"'></form><script>alert(1)</script>";

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Connections connections;
    @Autowired private Identifiers identifiers;
    @Autowired private JdbcClient jdbc;

    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    private Organization organization;
    private Connection connection;
    private User user;

    /** An IdP that may begin a sign-in itself, and gets its requests by POST at an address full of quotes. */
    @BeforeEach
    void aConnectionThatTakesUnsolicitedResponses() {
        organization =
                ok(
                        directory.create(
                                Actor.SYSTEM, "Org " + OrganizationId.next(), Edition.ENTERPRISE));
        connection = ok(connections.create(Caller.system(organization.id()), details()));
        user = enrolled("kelvin-" + tag + "@example.com");
    }

    private ConnectionDetails details() {
        String slo = "https://idp.example.com/slo?a='onfocus=alert(1)&b=1";
        return new ConnectionDetails(
                "IdP " + tag,
                "https://idp.example.com/" + tag,
                "https://idp.example.com/sso?a='onfocus=alert(1)&b=1",
                Binding.HTTP_POST,
                slo,
                slo,
                Binding.HTTP_POST,
                null,
                new EmailSource.NameId(),
                SignaturePolicy.ASSERTION,
                EncryptionPolicy.ALLOWED,
                true,
                true,
                false,
                60,
                List.of(IDP.pinned()));
    }

    private User enrolled(String email) {
        User made =
                ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(email, "Kelvin", false)));
        new Enrolled(jdbc).put(organization.id(), made.id(), connection.id(), Standing.State.PILOT);
        return made;
    }

    /** CVE-2026-18967: also where OneTimeUse is asked for, and in whatever Response it comes again. */
    @Test
    void anUnsolicitedAssertionIsTakenOnce() throws Exception {
        UnaryOperator<String> once =
                xml ->
                        xml.replace("</saml:AudienceRestriction>", "$0<saml:OneTimeUse/>")
                                .replace("$0", "</saml:AudienceRestriction>");
        for (UnaryOperator<String> change : List.of(once, UnaryOperator.<String>identity())) {
            String message = response(user.email()).before(change).xml();

            assertThat(answer(message).getStatus()).isEqualTo(303);
            assertThat(answer(message).getStatus()).isEqualTo(403);
            assertThat(lastFailure()).isEqualTo("assertion_replayed");
            assertThat(answer(message.replace(" ID=\"_r", " ID=\"_other")).getStatus())
                    .as("the signed assertion in another Response")
                    .isEqualTo(403);
            assertThat(lastFailure()).isEqualTo("assertion_replayed");
        }
        assertThat(sessions()).isEqualTo(2);
        assertThat(
                        jdbc.sql(
                                        """
                                        select count(*) from spent_assertion
                                        where connection_id = ? and expires_at < ?
                                        """)
                                .params(
                                        connection.id().value(),
                                        java.sql.Timestamp.from(
                                                Instant.now().plusSeconds(300 + 300)))
                                .query(Long.class)
                                .single())
                .as("spent for as long as the widest clocks would take them")
                .isZero();
    }

    /** An id is as long as an IdP likes, and is spent all the same. */
    @Test
    void anIdLongerThanAnIndexTakesIsSpentToo() throws Exception {
        byte[] octets = new byte[20_000];
        new java.util.Random(7).nextBytes(octets);
        String id = "_" + java.util.HexFormat.of().formatHex(octets);
        String message =
                response(user.email())
                        .before(xml ->
                                xml.replaceFirst("(<saml:Assertion [^>]* ID=\")[^\"]*", "$1" + id))
                        .xml();

        assertThat(answer(message).getStatus()).isEqualTo(303);
        assertThat(answer(message).getStatus()).isEqualTo(403);
        assertThat(lastFailure()).isEqualTo("assertion_replayed");
    }

    /** CVE-2026-2603: neither a sign-in that the IdP begins nor its logout. */
    @Test
    void aDisabledConnectionTakesNothingThatItsIdpBegins() throws Exception {
        assertThat(answer(response(user.email()).xml()).getStatus()).isEqualTo(303);
        connections.disable(Caller.system(organization.id()), connection.id());

        assertThat(answer(response(user.email()).xml()).getStatus()).isEqualTo(404);
        assertThat(logout(signedLogout("SAMLRequest")).getStatus()).isEqualTo(404);
        assertThat(sessions()).isEqualTo(1);
    }

    /** CVE-2026-82465. */
    @Test
    void anUnsignedLogoutRequestEndsNoSession() throws Exception {
        answer(response(user.email()).xml());
        String signed = logoutRequest().redirectUrl(null, key());
        String unsigned = signed.substring(0, signed.indexOf("&SigAlg="));

        assertThat(get(unsigned).getStatus()).isEqualTo(403);
        assertThat(logout("SAMLRequest=" + encoded(unsignedXml())).getStatus()).isEqualTo(403);
        assertThat(sessions()).isEqualTo(1);

        assertThat(get(signed).getStatus()).isEqualTo(200);
        assertThat(sessions()).isZero();
    }

    /** CVE-2026-117691, CVE-2025-27773: a name is the same name however it is spelt. */
    @Test
    void aParameterUnderAnEscapedNameIsASecondOne() throws Exception {
        String message = encoded(response(user.email()).xml());
        assertThat(acs("SAMLResponse=" + message + "&%53AMLResponse=" + message).getStatus())
                .isEqualTo(400);
        answer(response(user.email()).xml());

        String signed = logoutRequest().redirectUrl(null, key());
        for (String more : List.of("&%53AMLRequest=x", "&%53AMLResponse=x", "&SAMLRequest=x")) {
            assertThat(get(signed + more).getStatus()).isIn(400, 403);
        }
        assertThat(sessions()).isEqualTo(1);
    }

    /** CVE-2026-41003: what a setting or a message holds can't become script in a page that posts on. */
    @Test
    void aFormThatPostsOnHoldsNothingThatRuns() throws Exception {
        MockHttpServletResponse page =
                mvc.perform(
                                org.springframework.test.web.servlet.request.MockMvcRequestBuilders
                                        .get("/login/sso")
                                        .param("connection", connection.id().toString()))
                        .andReturn()
                        .getResponse();
        assertThat(page.getContentAsString().replace("<script src=\"/js/submit.js\" defer>", ""))
                .contains("action=\"https://idp.example.com/sso?a=&#39;onfocus=alert(1)&amp;b=1\"")
                .doesNotContain("<script");
        assertThat(page.getHeader("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe", "script-src 'self' ");

        answer(response(user.email()).xml());
        MockHttpServletResponse echo =
                logout(
                        signedLogout("SAMLRequest")
                                + "&RelayState="
                                + URLEncoder.encode(SCRIPT, StandardCharsets.UTF_8));
        assertThat(echo.getStatus()).isEqualTo(200);
        assertThat(echo.getContentAsString().replace("<script src=\"/js/submit.js\" defer>", ""))
                .contains("&lt;/form&gt;&lt;script&gt;")
                .doesNotContain("<script", "alert(1)</");
    }

    /** CVE-2026-28809: a page says that it failed, and under which number; not what the parser met. */
    @Test
    void noPageTellsWhatWasFoundInAMessage() throws Exception {
        String honest = response(user.email()).xml();
        String entity = "<!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
        String usual = page(honest.replace("kelvin", "other"));
        for (String hostile :
                List.of(
                        "<a><b></a>",
                        "<script>alert(1)</script>",
                        entity + honest.replace(user.email(), "&f;"),
                        honest.replace("rsa-sha256", "rsa-sha999"),
                        honest.replace("Version=\"2.0\"", "Version=\"alert(1)\""),
                        "\0")) {
            assertThat(page(hostile)).isEqualTo(usual);
        }
        assertThat(usual)
                .doesNotContainIgnoringCase("exception")
                .doesNotContainIgnoringCase("xml")
                .doesNotContain("line ", "column ", "digest");
    }

    private String page(String message) throws Exception {
        MockHttpServletResponse answer = answer(message);
        assertThat(answer.getStatus()).isEqualTo(403);
        return answer.getContentAsString().replace(lastReference(), "REFERENCE");
    }

    /** A stranger's message of thousands of conditions must not fill the database with what was said of each. */
    @Test
    void whatIsKeptOfOneMessageIsBounded() throws Exception {
        String more =
                "<saml:AudienceRestriction><saml:Audience>x</saml:Audience></saml:AudienceRestriction>";
        answer(
                response(user.email())
                        .sign(false, false)
                        .before(xml ->
                                xml.replace(
                                        "</saml:Conditions>",
                                        more.repeat(2_000) + "</saml:Conditions>"))
                        .xml());

        assertThat(lastFailure()).isEqualTo("assertion_not_signed");
        assertThat(Integer.parseInt(last("length(checks::text)::text"))).isBetween(1_000, 40_000);
    }

    /** What stands in a message is kept as a text, also where it looks like a part of what it is kept in. */
    @Test
    void aTextThatLooksLikeAnEscapeIsKeptAsItStands() throws Exception {
        String literal = "\\u0000\",\"passed\":true,\"x\":\"\\";
        answer(
                response(user.email())
                        .after(document ->
                                document.getDocumentElement().setAttribute("Destination", literal))
                        .xml());

        assertThat(lastFailure()).isEqualTo("destination_mismatch");
        assertThat(destinationCheck("found")).isEqualTo('"' + literal + '"');
        assertThat(destinationCheck("passed")).isEqualTo("false");
    }

    private String destinationCheck(String field) {
        return jdbc.sql(
                        """
                        select c ->> :field from sign_in_failure, jsonb_array_elements(checks) c
                        where connection_id = :connection and c ->> 'check' = 'destination'
                        """)
                .param("field", field)
                .param("connection", connection.id().value())
                .query(String.class)
                .single();
    }

    /** Letters that look alike, or that some folding takes for one another, are other people. */
    @Test
    void aLookAlikeIsNobodyHere() throws Exception {
        enrolled("ada-" + tag + "@b\u00fccher.example");
        for (String alike :
                List.of(
                        "\u212aelvin-" + tag + "@example.com",
                        "\uff4belvin-" + tag + "@example.com",
                        "\u043aelvin-" + tag + "@example.com",
                        "kelv\u0131n-" + tag + "@example.com",
                        "KELV\u0130N-" + tag + "@EXAMPLE.COM",
                        "kelvin-" + tag + "@example\u3002com",
                        "\u212aelvin-" + tag + "@example\u3002com",
                        "ada-" + tag + "@xn--bcher-kvb.example",
                        "ada-" + tag + "@b\u057dcher.example",
                        "ada-" + tag + "@bucher.example")) {
            assertThat(answer(response(alike).xml()).getStatus()).as(alike).isEqualTo(403);
            assertThat(lastFailure()).as(alike).isEqualTo("user_unknown");
        }
        assertThat(answer(response("Kelvin-" + tag + "@EXAMPLE.com").xml()).getStatus())
                .isEqualTo(303);
        assertThat(answer(response("ADA-" + tag + "@B\u00dcCHER.example").xml()).getStatus())
                .isEqualTo(303);
    }

    /** However its letters are written, a domain is the one that its A-labels name. */
    @Test
    void anInternationalDomainIsTheSameInLettersAndInALabels() throws Exception {
        enrolled("ada-" + tag + "@b\u00fccher.example");
        for (String same :
                List.of(
                        "@xn--bcher-kva.example",
                        "@XN--BCHER-KVA.Example",
                        "@bu\u0308cher.example")) {
            assertThat(answer(response("ada-" + tag + same).xml()).getStatus())
                    .as(same)
                    .isEqualTo(303);
        }
    }

    /** What is no address at all never gets as far as a look-up. */
    @Test
    void whiteSpaceAndUnseenLettersAreNoPartOfAName() throws Exception {
        for (String odd : List.of(" ", "&#xA;", "\u00a0", "\u200b", "\u202e", "\ufeff", "\u3000")) {
            assertThat(answer(response(user.email() + odd).xml()).getStatus()).isEqualTo(403);
            assertThat(lastFailure()).isEqualTo("email_malformed");
        }
        assertThat(answer(response(user.email()).xml().replace("kelvin", "kelvin\0")).getStatus())
                .isEqualTo(403);
        assertThat(lastFailure()).isEqualTo("not_xml");
    }

    /** Who only looks like somebody is not shown to an admin as that person with a new identifier. */
    @Test
    void aLookAlikeAsksNothingAboutTheOneTheyLookLike() throws Exception {
        ok(
                connections.identify(
                        Caller.system(organization.id()),
                        connection.id(),
                        new StableIdentifier("employee")));
        answer(response(user.email()).attribute("employee", "E1").xml());

        answer(response("\u212aelvin-" + tag + "@example.com").attribute("employee", "E2").xml());

        assertThat(lastFailure()).isEqualTo("user_unknown");
        assertThat(identifiers.open(organization.id())).isEmpty();
    }

    /** Whoever looks at the failed sign-ins sees what came instead of a message, and which bound it met. */
    @Test
    void aFormWithoutAMessageOrTooLargeForOneSaysWhy() throws Exception {
        acs("SAMLart=AAQAADWNEw5VT47wcO4zX%2FiEzMmFQvGknDfws2ZtqSGdkNSbsW1cmVR0bzU%3D");
        assertThat(lastFailure()).isEqualTo("message_missing");
        assertThat(last("found")).contains("artifact (SAMLart)");

        acs("SAMLResponse=" + "A".repeat(1024 * 1024));
        assertThat(lastFailure()).isEqualTo("request_too_large");
        assertThat(last("found")).isEqualTo("1048589 bytes");
    }

    private ResponseBuilder response(String email) {
        return new ResponseBuilder(IDP)
                .issuer(connection.idpEntityId())
                .audience(connections.spEntityId(connection))
                .acs(connections.acsUrl(connection))
                .now(Instant.now())
                .sign(false, true)
                .email(email);
    }

    private Logout.Request logoutRequest() {
        return new Logout.Request(
                "_" + UUID.randomUUID(),
                Instant.now(),
                connections.sloUrl(connection),
                connection.idpEntityId(),
                new NameId(user.email(), NameIdFormat.EMAIL_ADDRESS, null, null),
                null);
    }

    private static SigningKey key() {
        return new SigningKey(IDP.privateKey(), IDP.certificate());
    }

    private String signedLogout(String field) {
        String message = logoutRequest().postForm(null, key()).message();
        return field + "=" + URLEncoder.encode(message, StandardCharsets.UTF_8);
    }

    private String unsignedXml() {
        String signed =
                new String(
                        Base64.getDecoder().decode(logoutRequest().postForm(null, key()).message()),
                        StandardCharsets.UTF_8);
        return signed.replaceFirst("(?s)<ds:Signature .*</ds:Signature>", "");
    }

    private static String encoded(String xml) {
        return URLEncoder.encode(
                Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    private MockHttpServletResponse answer(String xml) throws Exception {
        return acs("SAMLResponse=" + encoded(xml));
    }

    private MockHttpServletResponse acs(String form) throws Exception {
        return posted("/acs", form);
    }

    private MockHttpServletResponse logout(String form) throws Exception {
        return posted("/slo", form);
    }

    private MockHttpServletResponse posted(String service, String form) throws Exception {
        return mvc.perform(
                        post("/saml/" + connection.id() + service)
                                .with(request -> {
                                    request.setRemoteAddr("198.51.100." + (tag.hashCode() & 127));
                                    return request;
                                })
                                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                                .content(form))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse get(String url) throws Exception {
        return mvc.perform(
                        org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get(
                                URI.create(url.substring(url.indexOf("/saml/")))))
                .andReturn()
                .getResponse();
    }

    private String lastFailure() {
        return last("code");
    }

    private String lastReference() {
        return last("reference");
    }

    private String last(String column) {
        return jdbc.sql(
                        "select "
                                + column
                                + " from sign_in_failure where connection_id = ? order by at desc limit 1")
                .param(connection.id().value())
                .query(String.class)
                .single();
    }

    private int sessions() {
        return jdbc.sql("select count(*) from session where user_id = ?")
                .param(user.id().value())
                .query(Integer.class)
                .single();
    }

    private static <T> T ok(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }
}
