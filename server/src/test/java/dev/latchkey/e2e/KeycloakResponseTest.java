package dev.latchkey.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.saml.AuthnRequest;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Keycloak sends through a real browser, judged by the core. */
@org.jspecify.annotations.NullUnmarked
class KeycloakResponseTest {
    private static final String SP = "https://sp.example/saml";
    private static final BlockingQueue<String> RECEIVED = new LinkedBlockingQueue<>();

    private static Keycloak keycloak;
    private static Chromium chromium;
    private static HttpServer sp;
    private static String acs;

    @BeforeAll
    static void start() throws Exception {
        sp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sp.createContext("/acs", KeycloakResponseTest::receive);
        sp.start();
        acs = "http://127.0.0.1:" + sp.getAddress().getPort() + "/acs";
        keycloak = new Keycloak(Path.of("target/keycloak/keycloak-26.7.3"));
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
        sp.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_SHA256", "RSA_SHA512"})
    void signedResponseIsAccepted(String algorithm) throws Exception {
        String realm = "signed-" + algorithm;
        createRealm(realm, algorithm, false);
        Verdict verdict = signIn(realm, SP);
        var accepted = assertInstanceOf(Verdict.Accepted.class, verdict, verdict::toString);
        assertEquals("ada@example.com", accepted.identity().email());
    }

    @Test
    void responseAndAssertionBothSignedAreAccepted() throws Exception {
        createRealm("both", "RSA_SHA256", true);
        Verdict verdict = signIn("both", SP);
        assertInstanceOf(Verdict.Accepted.class, verdict, verdict::toString);
    }

    @Test
    void anotherAudienceIsRejected() throws Exception {
        createRealm("audience", "RSA_SHA256", false);
        Verdict verdict = signIn("audience", "https://another.example/saml");
        assertInstanceOf(Verdict.Rejected.class, verdict, verdict::toString);
    }

    private static Verdict signIn(String realm, String expectedAudience) throws Exception {
        IdpMetadata idp = metadata(realm);
        var request =
                new AuthnRequest(
                        "_" + realm, Instant.now(), keycloak.ssoUrl(realm), SP, acs, null, false);
        RECEIVED.clear();
        try (Page page = chromium.page()) {
            page.navigate(request.redirectUrl(null, null));
            page.fill("#username", "ada");
            page.fill("#password", "ada-password");
            page.click("[type=submit]");
            String response = RECEIVED.poll(20, TimeUnit.SECONDS);
            if (response == null) {
                throw new AssertionError("nothing came from " + page.url() + page.content());
            }
            var expectations =
                    Expectations.of(
                                    keycloak.entityId(realm),
                                    expectedAudience,
                                    acs,
                                    idp.certificates())
                            .answering("_" + realm);
            return ResponseJudge.judge(
                    ReceivedResponse.decode(response, Limits.MESSAGE), expectations, Instant.now());
        }
    }

    private static IdpMetadata metadata(String realm) throws Exception {
        byte[] xml = keycloak.metadata(realm).getBytes(StandardCharsets.UTF_8);
        return assertInstanceOf(IdpMetadata.Found.class, IdpMetadata.read(xml, Limits.METADATA))
                .providers()
                .getFirst();
    }

    private static void createRealm(String name, String algorithm, boolean both) throws Exception {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("saml.server.signature", "true");
        attributes.put("saml.assertion.signature", String.valueOf(both));
        attributes.put("saml.client.signature", "false");
        attributes.put("saml.authnstatement", "true");
        attributes.put("saml.signature.algorithm", algorithm);
        attributes.put("saml_name_id_format", "email");
        attributes.put("saml_force_name_id_format", "true");
        attributes.put("saml_assertion_consumer_url_post", acs);
        Map<String, Object> client =
                Map.of(
                        "clientId",
                        SP,
                        "protocol",
                        "saml",
                        "enabled",
                        true,
                        "frontchannelLogout",
                        true,
                        "redirectUris",
                        List.of(acs),
                        "attributes",
                        attributes);
        keycloak.createRealm(
                Map.of(
                        "realm",
                        name,
                        "enabled",
                        true,
                        "sslRequired",
                        "none",
                        "clients",
                        List.of(client),
                        "users",
                        List.of(ada())));
    }

    private static Map<String, Object> ada() {
        return Map.of(
                "username", "ada",
                "enabled", true,
                "email", "ada@example.com",
                "emailVerified", true,
                "firstName", "Ada",
                "lastName", "Example",
                "credentials", List.of(Map.of("type", "password", "value", "ada-password")));
    }

    private static void receive(HttpExchange exchange) throws IOException {
        String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        for (String field : body.split("&", -1)) {
            if (field.startsWith("SAMLResponse=")) {
                RECEIVED.add(
                        URLDecoder.decode(
                                field.substring("SAMLResponse=".length()), StandardCharsets.UTF_8));
            }
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }
}
