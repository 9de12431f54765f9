package dev.latchkey.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.CohortId;
import dev.latchkey.testing.Enrolled;
import dev.latchkey.testing.Nginx;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files of many megabytes over the real server: taken where they belong, and from nobody else. */
@SpringBootTest(
        classes = LatchkeyApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "latchkey.data-dir=target/large-upload-${random.uuid}",
            "latchkey.base-url=http://localhost"
        })
@org.jspecify.annotations.NullUnmarked
class LargeUploadTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String PASSWORD = "a long enough password";
    private static final String END = "\r\n--line--\r\n";

    @Autowired Directory directory;
    @Autowired Connections connections;
    @Autowired JdbcClient jdbc;
    @LocalServerPort int port;

    private HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private String base;
    private String path;
    private User admin;

    @BeforeEach
    void aListOfUsers() {
        base = "http://localhost:" + port;
        Organization organization = People.organization(directory);
        admin =
                People.ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(People.email(), "Ann", true)));
        directory.setPassword(Caller.system(organization.id()), admin.id(), PASSWORD);
        UUID connection = UUID.randomUUID();
        UUID rollout = UUID.randomUUID();
        CohortId cohort = CohortId.next();
        UUID org = organization.id().value();
        jdbc.sql(
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                            email_source, signature_policy, encryption_policy, created_at, updated_at)
                        values (?, ?, 'IdP', 'https://idp.example', 'https://idp.example/sso', 'HTTP_POST', 'NAME_ID',
                            'RESPONSE', 'ALLOWED', now(), now())
                        """)
                .params(org, connection)
                .update();
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by)
                        values (?, ?, ?, now(), 'test')
                        """)
                .params(org, rollout, connection)
                .update();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state, created_at,
                            created_by)
                        values (?, ?, ?, ?, 'All', 'REVIEW', now(), 'test')
                        """)
                .params(org, cohort.value(), rollout, connection)
                .update();
        path = "/organization/cohorts/" + cohort + "/comparison";
    }

    @Test
    void aFileOfManyMegabytesIsTakenFromTheAdmin() throws Exception {
        signIn();
        HttpResponse<String> answer = upload(path, 40, token(path));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/columns");
        assertThat(jdbc.sql("select max(bytes) from idp_list").query(Long.class).single())
                .isGreaterThan(40_000_000);
    }

    @Test
    void nobodyElseGetsOneOntoTheDisk() throws Exception {
        assertThat(upload(path, 40, "none").statusCode()).isEqualTo(413);
        assertThat(upload("/login", 40, "none").statusCode()).isEqualTo(413);
        signIn();
        assertThat(upload("/organization/emergency", 40, "none").statusCode()).isEqualTo(413);
    }

    /** Everything that a browser does there, through the very nginx that the document describes. */
    @Test
    void theProxyOfTheDocumentsLetsThroughWhatTheServerTakes(@TempDir Path folder)
            throws Exception {
        try (Nginx nginx = Nginx.of(Path.of("../docs/operations.md"), port, folder)) {
            base = nginx.base().toString();
            browser =
                    HttpClient.newBuilder()
                            .cookieHandler(new CookieManager())
                            .sslContext(nginx.trust())
                            .build();
            signIn();
            HttpResponse<String> answer = upload(path, 40, token(path));
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElseThrow())
                    .startsWith("/organization/")
                    .endsWith("/columns");
            // Refused by the server, and not by the proxy: the page is ours.
            HttpResponse<String> file = upload("/organization/emergency", 16, "none");
            assertThat(file.statusCode()).isNotIn(413, 502, 504);
            assertThat(file.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(file.headers().firstValue("Strict-Transport-Security")).isPresent();
            signInBySso();
            redirectOfAForeignHost(nginx);
        }
    }

    /** From the redirect with the signed request, over the IdP's form, to the console. */
    private void signInBySso() throws Exception {
        TestIdp idp = TestIdp.rsa(2048);
        Connection connection =
                People.ok(
                        connections.create(
                                Caller.system(admin.organization()),
                                ConnectionDetails.usual(
                                        "Behind the proxy",
                                        "https://idp.example/behind",
                                        "https://idp.example/sso",
                                        Binding.HTTP_REDIRECT,
                                        List.of(idp.pinned()))));
        new Enrolled(jdbc)
                .put(admin.organization(), admin.id(), connection.id(), Standing.State.PILOT);
        HttpResponse<String> start = get("/login/sso?connection=" + connection.id());
        assertThat(location(start)).startsWith("https://idp.example/sso?SAMLRequest=");
        String request =
                jdbc.sql("select id from authn_request where connection_id = ?")
                        .param(connection.id().value())
                        .query(String.class)
                        .single();
        String response =
                new ResponseBuilder(idp)
                        .issuer(connection.idpEntityId())
                        .audience(connections.spEntityId(connection))
                        .acs(connections.acsUrl(connection))
                        .now(Instant.now())
                        .inResponseTo(request)
                        .email(admin.email())
                        .base64();
        HttpResponse<String> answer = message(connection, response);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).startsWith("/login/finish?ticket=");
        assertThat(location(get(location(answer)))).isEqualTo("/console");
        // One as large as the consumer service takes it; what it says is refused, in our words.
        HttpResponse<String> large = message(connection, "A".repeat(1_000_000));
        assertThat(large.statusCode()).isNotIn(413, 502, 504);
        assertThat(large.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    private HttpResponse<String> message(Connection connection, String base64) throws Exception {
        return browser.send(
                request("/saml/" + connection.id() + "/acs")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "SAMLResponse="
                                                + URLEncoder.encode(
                                                        base64, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String page) throws Exception {
        return browser.send(request(page).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none: " + answer.statusCode());
    }

    private static void redirectOfAForeignHost(Nginx nginx) throws Exception {
        try (var socket =
                nginx.trust()
                        .getSocketFactory()
                        .createSocket("localhost", nginx.base().getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET /console HTTP/1.0\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).contains("302").doesNotContain("evil.example");
        }
    }

    private void signIn() throws Exception {
        String body =
                "email="
                        + URLEncoder.encode(admin.email(), StandardCharsets.UTF_8)
                        + "&password="
                        + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8)
                        + "&_csrf="
                        + URLEncoder.encode(token("/login"), StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                browser.send(
                        request("/login/password")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(302);
    }

    private String token(String page) throws Exception {
        String html =
                browser.send(request(page).GET().build(), HttpResponse.BodyHandlers.ofString())
                        .body();
        Matcher found = TOKEN.matcher(html);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private HttpRequest.Builder request(String page) {
        return HttpRequest.newBuilder(URI.create(base + page));
    }

    private HttpResponse<String> upload(String page, int megabytes, String token) throws Exception {
        byte[] head =
                ("--line\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n"
                                + token
                                + "\r\n--line\r\nContent-Disposition: form-data; name=\"file\";"
                                + " filename=\"large.csv\"\r\nContent-Type: text/csv\r\n\r\nemail,name\n")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'x');
        for (int i = 99; i < megabyte.length; i += 100) {
            megabyte[i] = '\n';
        }
        byte[] end = END.getBytes(StandardCharsets.UTF_8);
        long length = head.length + (long) megabytes * megabyte.length + end.length;
        return browser.send(
                request(page)
                        .header("Content-Type", "multipart/form-data; boundary=line")
                        .POST(
                                HttpRequest.BodyPublishers.fromPublisher(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> body(head, megabyte, megabytes, end)),
                                        length))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static InputStream body(byte[] head, byte[] megabyte, int count, byte[] end) {
        List<InputStream> all = new java.util.ArrayList<>();
        all.add(new ByteArrayInputStream(head));
        for (int i = 0; i < count; i++) {
            all.add(new ByteArrayInputStream(megabyte));
        }
        all.add(new ByteArrayInputStream(end));
        return new SequenceInputStream(Collections.enumeration(all));
    }
}
