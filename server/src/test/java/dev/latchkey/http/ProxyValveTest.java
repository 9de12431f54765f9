package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.LatchkeyApplication;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is believed of a request's headers, byte by byte over the real server. */
@SpringBootTest(
        classes = LatchkeyApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "latchkey.data-dir=target/large-upload-${random.uuid}",
            "latchkey.base-url=http://localhost"
        })
@org.jspecify.annotations.NullUnmarked
class ProxyValveTest {
    private static final String EVIL =
            """
            Host: evil.example:99\r
            X-Forwarded-Host: evil.example\r
            X-Forwarded-Port: 99\r
            X-Forwarded-Proto: https\r
            Forwarded: host=evil.example;proto=https\r
            X-Forwarded-Server: evil.example\r
            X-Forwarded-Prefix: /evil\r
            """;

    @LocalServerPort int port;
    @Autowired JdbcClient jdbc;

    @BeforeEach
    void nothingCounted() {
        jdbc.sql("delete from rate_limit").update();
        jdbc.sql("delete from sign_in_failure").update();
    }

    private static String answer(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String answer(String request) throws IOException {
        return answer(port, request);
    }

    private static String location(String answer) {
        return answer.lines()
                .filter(line -> line.regionMatches(true, 0, "Location: ", 0, 10))
                .map(line -> line.substring(10))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer));
    }

    /** By a controller, by an entry point of security, by a page that was signed out of. */
    @ParameterizedTest
    @CsvSource({
        "GET, /, /login",
        "GET, /console, /login",
        "GET, /operator, /operator/login",
        "GET, /operator/operators/, /operator/login?return_to=%2Foperator%2Foperators%2F",
        "GET, /login/password, /login",
        "HEAD, /console, /login"
    })
    void aRedirectForHttp10LeadsToTheBaseUrlWhateverTheHeadersSay(
            String method, String path, String target) throws IOException {
        String line = method + " " + path + " HTTP/1.0\r\n";
        assertThat(location(answer(line + EVIL + "\r\n"))).isEqualTo("http://localhost" + target);
        assertThat(location(answer(line + "\r\n"))).isEqualTo("http://localhost" + target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console", "/operator", "http://evil.example:99/console"})
    void aRedirectForHttp11IsRelative(String target) throws IOException {
        String answer =
                answer("GET " + target + " HTTP/1.1\r\n" + EVIL + "Connection: close\r\n\r\n");
        assertThat(location(answer)).startsWith("/").doesNotContain("//", "evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/css",
                "/css/",
                "//evil.example/..",
                "/%2e%2e",
                "/css/..",
                "/\\"
            })
    void noAnswerRepeatsAHostThatSomebodySent(String path) throws IOException {
        for (String version : List.of("1.0", "1.1")) {
            String answer =
                    answer(
                            "GET "
                                    + path
                                    + " HTTP/"
                                    + version
                                    + "\r\n"
                                    + EVIL
                                    + "Connection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("evil.example:99");
            if (answer.contains("Location: ")) {
                assertThat(location(answer))
                        .matches("(http://localhost)?/[a-z/]*(\\?return_to=[A-Za-z0-9%]+)?");
            }
        }
    }

    private String stored(String... headers) throws IOException {
        answer("GET /login/sso?connection=none HTTP/1.0\r\n" + String.join("", headers) + "\r\n");
        return jdbc.sql("select ip from sign_in_failure order by at desc limit 1")
                .query(String.class)
                .single();
    }

    @Test
    void whatIsStoredIsAlwaysAnAddress() throws IOException {
        assertThat(stored()).isEqualTo("127.0.0.1");
        assertThat(stored("X-Forwarded-For: garbage\"><script>\r\n")).isEqualTo("127.0.0.1");
        assertThat(stored("X-Forwarded-For: 203.0.113.7:4711\r\n")).isEqualTo("203.0.113.7");
        assertThat(stored("X-Forwarded-For: [2001:DB8::1]:443\r\n")).isEqualTo("2001:db8::1");
        assertThat(
                        stored(
                                "X-Forwarded-For: 198.51.100.1\r\n",
                                "X-Forwarded-For: ::ffff:203.0.113.7\r\n"))
                .isEqualTo("203.0.113.7");
        assertThat(stored("X-Forwarded-For: 203.0.113.7, 10.1.2.3\r\n")).isEqualTo("10.1.2.3");
    }

    @Test
    void anotherPortIsNoOtherClient() throws IOException {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 125; i++) {
            answer(
                    "GET /login/sso?connection=none HTTP/1.0\r\nX-Forwarded-For: 203.0.113.8:"
                            + (40_000 + i)
                            + "\r\n\r\n");
        }
        kept.addAll(
                jdbc.sql("select ip from sign_in_failure where ip like '203.0.113.8%'")
                        .query(String.class)
                        .list());
        assertThat(kept).hasSizeBetween(120, 124).containsOnly("203.0.113.8");
    }

    @SuppressWarnings("deprecation") // there is no other way to say it
    @ParameterizedTest
    @CsvSource({
        "https://sso.example.com:8443, https://sso.example.com:8443/next, true",
        "https://sso.example.com, https://sso.example.com/next, true",
        "http://sso.example.com:80, http://sso.example.com/next, false",
        "http://[2001:db8::1]:8080, http://[2001:db8::1]:8080/next, false",
        "http://sso_1.internal:8080, http://sso_1.internal:8080/next, false"
    })
    void theServerIsWhereItsBaseUrlSays(
            String base, String target, boolean secure, @TempDir java.nio.file.Path folder)
            throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getEngine()
                .getPipeline()
                .addValve(new ProxyValve(new TrustedProxies(null), URI.create(base)));
        var context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(
                context,
                "next",
                new HttpServlet() {
                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response)
                            throws IOException {
                        response.setHeader("Secure", String.valueOf(request.isSecure()));
                        response.setHeader("Url", request.getRequestURL().toString());
                        response.sendRedirect("next");
                    }
                });
        context.addServletMappingDecoded("/", "next");
        tomcat.start();
        try {
            int local = tomcat.getConnector().getLocalPort();
            String answer = answer(local, "GET /here HTTP/1.0\r\n" + EVIL + "\r\n");
            assertThat(location(answer)).isEqualTo(target);
            assertThat(answer)
                    .contains("Secure: " + secure, "Url: " + target.replace("next", "here"))
                    .doesNotContain("evil");
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
