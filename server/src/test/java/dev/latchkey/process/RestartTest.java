package dev.latchkey.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was committed is there after whatever ended the process, and a start finds an empty or a filled database. */
class RestartTest {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String EMAIL = "ada@vendor.example";
    private static final String PASSWORD = "four words in a row";

    @Test
    void theEmbeddedDatabaseKeepsWhatWasCommittedThroughAKill(@TempDir Path folder)
            throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        try (ServerProcess first =
                ServerProcess.start("serve", folder, temporaryFiles(temporary)).ready()) {
            String token = first.firstOperatorToken();
            assertThat(new Visitor(first.base()).becomeOperator(token)).isEqualTo("/operator");
            first.kill();
        }
        assertThat(temporary).as("what is left of a killed server").isEmptyDirectory();
        assertThat(folder.resolve("data/tomcat")).isDirectoryContaining("glob:**");
        // It starts without a temporary folder, too.
        try (ServerProcess second =
                ServerProcess.start("serve", folder, temporaryFiles(folder.resolve("nowhere")))
                        .ready()) {
            try (Stream<Path> left = Files.list(folder.resolve("data/tomcat"))) {
                assertThat(left).as("the killed server's is removed").hasSize(1);
            }
            assertThat(new Visitor(second.base()).signIn()).isEqualTo("/operator");
            assertThat(second.output()).doesNotContain("/operator/setup");
            assertThat(second.output().contains("AOT-processed"))
                    .as("starts as the build has assembled it")
                    .isEqualTo(ServerProcess.JAR != null);
        }
    }

    @Test
    void aGivenDatabaseIsUsedAndAWayInCanBeAskedForAgain(@TempDir Path folder) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            Map<String, String> settings =
                    Map.of(
                            "LATCHKEY_DATABASE_URL",
                            postgres.getJdbcUrl("postgres", "postgres"),
                            "LATCHKEY_DATABASE_USER",
                            "postgres",
                            "LATCHKEY_OPERATOR_LINK",
                            "true");
            try (ServerProcess first = ServerProcess.start("serve", folder, settings).ready()) {
                new Visitor(first.base()).becomeOperator(first.firstOperatorToken());
            }
            try (ServerProcess second = ServerProcess.start("serve", folder, settings).ready()) {
                assertThat(new Visitor(second.base()).signIn()).isEqualTo("/operator");
                assertThat(second.output()).contains("LATCHKEY_OPERATOR_LINK asks for a link");
            }
            assertThat(folder.resolve("data/postgresql")).doesNotExist();
        }
    }

    private static Map<String, String> temporaryFiles(Path place) {
        return Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + place);
    }

    /** A browser without its window. */
    private static final class Visitor {
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private final String base;

        Visitor(String base) {
            this.base = base;
        }

        String becomeOperator(String token) throws IOException, InterruptedException {
            return send(
                    "/operator/setup?token=" + token,
                    "/operator/setup",
                    Map.of("token", token, "email", EMAIL, "name", "Ada", "password", PASSWORD));
        }

        String signIn() throws IOException, InterruptedException {
            return send(
                    "/operator/login",
                    "/operator/login",
                    Map.of("email", EMAIL, "password", PASSWORD));
        }

        /** Loads the form, sends it, and returns where it leads. */
        private String send(String page, String action, Map<String, String> fields)
                throws IOException, InterruptedException {
            Matcher csrf =
                    CSRF.matcher(body(HttpRequest.newBuilder(URI.create(base + page)).build()));
            assertThat(csrf.find()).isTrue();
            String form =
                    fields.entrySet().stream()
                            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                            .collect(Collectors.joining("&"));
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(base + action))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    form + "&_csrf=" + encoded(csrf.group(1))))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.headers().firstValue("Location").orElse(answer.body());
        }

        private String body(HttpRequest request) throws IOException, InterruptedException {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
