package dev.latchkey.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Keycloak that the tests share, set up by its admin API; each test has realms of its own in it. */
final class Keycloak {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final KeycloakProcess process;
    private final String base;
    private String token = "";
    private Instant tokenEnd = Instant.EPOCH;

    private static final class Started {
        private static final CompletableFuture<Keycloak> KEYCLOAK =
                CompletableFuture.supplyAsync(
                        () -> new Keycloak(KeycloakProcess.entered()).awaited());
    }

    /** Begins to start the one that all tests share, and does not wait for it. */
    static void launch() {
        Objects.requireNonNull(Started.KEYCLOAK);
    }

    /** The one that all tests share, when it answers. */
    static Keycloak shared() {
        return Started.KEYCLOAK.join();
    }

    /** It stands at an address of its own, so that browsers take it and us, at localhost, for two sites. */
    private Keycloak(KeycloakProcess process) {
        this.process = process;
        base = "http://127.0.0.1:" + process.port();
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
                        "password", KeycloakProcess.SECRET);
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
