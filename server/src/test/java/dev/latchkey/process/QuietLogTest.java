package dev.latchkey.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody who has not signed in makes the log grow: what they send wrong is their fault and no error of the server. */
class QuietLogTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String LENGTHS = "Content-Length: 3\r\nContent-Length: 30\r\n";

    private static final List<String> REQUESTS =
            List.of(
                    get("/login?email=%ff%fe"),
                    get("/login?email=%zz"),
                    get("/login?email=%00"),
                    get("/login/reset?token=secret-%ff"),
                    get("/login/finish?ticket=secret-%ff"),
                    get("/login/sso?connection=%ff"),
                    get("/operator/setup?token=secret-%ff"),
                    get("/saml/CN" + "0".repeat(32) + "/slo?SAMLRequest=%ff"),
                    get("/saml/CN0123/acs"),
                    get("/%ff%fe"),
                    get("/login;a=b"),
                    get("//login"),
                    get("/css/%2e%2e/%2e%2e/x"),
                    get("/error"),
                    request("FOO", "/login", "", ""),
                    request("PUT", "/login", FORM, "a=b"),
                    request("GET", "/actuator/health", "Accept: text/html\r\n", ""),
                    request("GET", "/login", "Accept: nonsense\r\n", ""),
                    request("GET", "/login", "Accept: */*;q=zz\r\n", ""),
                    request("GET", "/nowhere", "Accept: foo\r\n", ""),
                    request("GET", "/", "Accept: foo\r\n", ""),
                    request("GET", "/css/latchkey.css", "Accept: foo\r\n", ""),
                    request("GET", "/", "Accept: \u00ff\r\n", ""),
                    request("GET", "/login", "Accept-Language: \u00ff;q=x,,;\r\n", ""),
                    request("GET", "/login", "If-Modified-Since: never\r\n", ""),
                    request("GET", "/css/latchkey.css", "If-Modified-Since: never\r\n", ""),
                    request("GET", "/login", "Authorization: Basic \u00ff\r\n", ""),
                    request(
                            "POST",
                            "/login",
                            "Content-Type: text/plain; charset=nonsense\r\n",
                            "x"),
                    request("POST", "/login", FORM.trim() + "; charset=nonsense\r\n", "email=a"),
                    request("GET", "/css/latchkey.css", "Range: bytes=9-1,x\r\n", ""),
                    request("GET", "/console", "Cookie: latchkey_session=%ff; =; ;;\r\n", ""),
                    request("GET", "/login", "X-Forwarded-For: ,;<x>\r\n", ""),
                    request("POST", "/login/password", FORM, "email=%ff&password=secret-%ff"),
                    request("POST", "/login/password", FORM, "email=%zz&password=secret-%zz"),
                    request("POST", "/saml/CN0123/acs", FORM, "SAMLResponse=%ff"),
                    request("POST", "/login", FORM, "_method=NONSENSE%0a"),
                    request("POST", "/login", "Content-Type: a/b/c;;=\r\n", "x"),
                    request("POST", "/login", "Content-Type: multipart/form-data\r\n", "--x"),
                    multipart("/login"),
                    multipart("/operator/login"),
                    multipart("/saml/CN0123/acs"),
                    request("POST", "/login", FORM + "Content-Length: 500\r\n", "email=cut"),
                    request("POST", "/login", FORM + "Transfer-Encoding: chunked\r\n", "zz\r\n"),
                    request("GET", "/login", "Content-Length: -1\r\n", ""),
                    request("POST", "/login", FORM + "Content-Length: -1\r\n", "a=b"),
                    request("POST", "/login", FORM + "Content-Length: one\r\n", "a=b"),
                    request("POST", "/login", FORM + LENGTHS, "a=b"),
                    request(
                            "POST",
                            "/login",
                            FORM + LENGTHS + "Transfer-Encoding: chunked\r\n",
                            ""),
                    request("POST", "/login", FORM + "Transfer-Encoding: gzip, chunked\r\n", ""),
                    request(
                            "POST",
                            "/login",
                            FORM + "Content-Length: " + "9".repeat(30) + "\r\n",
                            ""),
                    request("GET", "/login", "Host: b.example\r\n", ""),
                    request("GET", "/login", "X-Long: " + "a".repeat(100_000) + "\r\n", ""),
                    request("GET", "/login", "Bad name: x\r\n", ""),
                    request("OPTIONS", "*", "", ""),
                    request("CONNECT", "b.example:443", "", ""),
                    request("GET", "http://b.example/login", "", ""),
                    "GET /login HTTP/1.1\r\n\r\n",
                    "GET /login HTTP/1.1\r\nHost: a b\r\n\r\n",
                    "GET /login HTTP/9.9\r\nHost: localhost\r\n\r\n",
                    "POST /login HTTP/1.0\r\nContent-Length: -1\r\n\r\na=b");

    @Test
    void whatStrangersSendWrongIsNoErrorInTheLog(@TempDir Path folder) throws Exception {
        try (ServerProcess server =
                ServerProcess.start("serve", folder, java.util.Map.of()).ready()) {
            String before = server.output();
            for (int round = 0; round < 3; round++) {
                for (String request : REQUESTS) {
                    assertThat(answer(server.base(), request)).as(request).isNotEqualTo("500");
                }
            }
            String grown = server.output().substring(before.length());
            assertThat(grown).doesNotContainPattern("\\b(ERROR|WARN)\\b").doesNotContain("secret-");
            assertThat(grown.length()).isLessThan(8_000);
        }
    }

    private static String answer(String base, String request) throws IOException {
        URI place = URI.create(base);
        try (Socket socket = new Socket(place.getHost(), place.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String head =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return head.length() < 12 ? "" : head.substring(9, 12);
        } catch (IOException hungUp) {
            return "";
        }
    }

    private static String get(String path) {
        return request("GET", path, "", "");
    }

    private static String multipart(String path) {
        return request(
                "POST",
                path,
                "Content-Type: multipart/form-data; boundary=x\r\n",
                "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nends here");
    }

    private static String request(String method, String path, String headers, String body) {
        String length =
                method.equals("GET")
                                || headers.contains("Content-Length")
                                || headers.contains("chunked")
                        ? ""
                        : "Content-Length: " + body.length() + "\r\n";
        return method
                + " "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers
                + length
                + "\r\n"
                + body;
    }
}
