package dev.latchkey.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Keycloak of our own: started once on a free port, set up by its admin API, gone with this JVM. */
final class Keycloak {
    private static final String SECRET = "only-in-this-test";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String base;
    private String token = "";
    private Instant tokenEnd = Instant.EPOCH;

    private static final class Started {
        private static final CompletableFuture<Keycloak> KEYCLOAK =
                CompletableFuture.supplyAsync(() -> startedAlone(home()));
    }

    /** Begins to start the one that all tests share, and does not wait for it. */
    static void launch() {
        Objects.requireNonNull(Started.KEYCLOAK);
    }

    /** The one that all tests share, when it answers. */
    static Keycloak shared() {
        return Started.KEYCLOAK.join();
    }

    /** Its first start in a folder rewrites its own libraries, which another process of the tests must not see half done. */
    private static Keycloak startedAlone(Path home) {
        try (FileChannel file =
                        FileChannel.open(
                                home.resolve("latchkey-test.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            Objects.requireNonNull(lock);
            return new Keycloak(home).awaited();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() {
        try (var unpacked = Files.list(Path.of("target/keycloak"))) {
            return unpacked.filter(each -> Files.exists(each.resolve("bin/kc.sh")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException("Keycloak is not unpacked"));
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak is not unpacked", e);
        }
    }

    /** It stands at an address of its own, so that browsers take it and us, at localhost, for two sites. */
    private Keycloak(Path home) {
        int port = freePort();
        base = "http://127.0.0.1:" + port;
        var builder =
                new ProcessBuilder(
                        "bash",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--cache=local",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port);
        builder.environment()
                .putAll(
                        Map.of(
                                "JAVA_HOME",
                                System.getProperty("java.home"),
                                "JAVA_OPTS_KC_HEAP",
                                "-Xms128m -Xmx640m",
                                "KC_BOOTSTRAP_ADMIN_USERNAME",
                                "admin",
                                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                                SECRET));
        try {
            process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(
                                    home.resolve(
                                                    "latchkey-test-"
                                                            + ProcessHandle.current().pid()
                                                            + ".log")
                                            .toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Keycloak awaited() {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end) && process.isAlive()) {
            if (answers()) {
                return this;
            }
            pause();
        }
        throw new IllegalStateException("Keycloak did not start");
    }

    private boolean answers() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(base + "/realms/master"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // not listening yet
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends the launching shell and the server that it started. */
    private void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    String base() {
        return base;
    }

    /** Reads a public address. */
    String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path))).body();
    }

    JsonNode read(String adminPath) {
        return JSON.readTree(send(admin(adminPath)).body());
    }

    /** Sends JSON, or text as it is, to the admin API; the id of what was made, or the answer's text. */
    String send(String method, String adminPath, Object content) {
        String body = content instanceof String text ? text : JSON.writeValueAsString(content);
        HttpResponse<String> answer =
                send(
                        admin(adminPath)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        return answer.headers()
                .firstValue("Location")
                .map(location -> location.substring(location.lastIndexOf('/') + 1))
                .orElseGet(answer::body);
    }

    private HttpRequest.Builder admin(String path) {
        if (Instant.now().isAfter(tokenEnd)) {
            token = newToken();
            tokenEnd = Instant.now().plus(TOKEN_LIFE);
        }
        return HttpRequest.newBuilder(URI.create(base + "/admin/realms" + path))
                .header("Authorization", "Bearer " + token);
    }

    private String newToken() {
        Map<String, String> form =
                Map.of(
                        "grant_type", "password",
                        "client_id", "admin-cli",
                        "username", "admin",
                        "password", SECRET);
        String body =
                form.entrySet().stream()
                        .map(e -> e.getKey() + "=" + encoded(e.getValue()))
                        .collect(Collectors.joining("&"));
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                base
                                                        + "/realms/master/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        return JSON.readTree(answer.body()).get("access_token").asString();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        answer.request().uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while talking to Keycloak", e);
    }
}
