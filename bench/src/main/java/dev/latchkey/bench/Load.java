package dev.latchkey.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Browsers that sign in one after another, each by posting a Response and fetching its session. */
final class Load {
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final URI acs;
    private final int connections;

    Load(String acsUrl, int connections) {
        this.acs = URI.create(acsUrl);
        this.connections = connections;
    }

    /** The time of each login, from the POST of the Response to the session's cookie, sorted. */
    record Times(long[] nanos, double seconds) {
        double perSecond() {
            return nanos.length / seconds;
        }

        double millis(double quantile) {
            return nanos[(int) Math.min(nanos.length - 1L, Math.round(nanos.length * quantile))] / 1e6;
        }
    }

    Times run(List<byte[]> messages) throws Exception {
        AtomicInteger next = new AtomicInteger();
        long[] nanos = new long[messages.size()];
        Callable<Void> browser =
                () -> {
                    for (int i = next.getAndIncrement();
                            i < messages.size();
                            i = next.getAndIncrement()) {
                        long start = System.nanoTime();
                        login(messages.get(i));
                        nanos[i] = System.nanoTime() - start;
                    }
                    return null;
                };
        long start = System.nanoTime();
        try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(browsers.submit(browser));
            }
            for (Future<Void> each : all) {
                each.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        return new Times(nanos, seconds);
    }

    private void login(byte[] message) throws Exception {
        HttpResponse<String> posted = post(message);
        String location = posted.headers().firstValue("Location").orElse("");
        if (posted.statusCode() != 303) {
            throw new IllegalStateException(
                    "the ACS answered " + posted.statusCode() + ": " + posted.body());
        }
        HttpResponse<String> finished =
                http.send(
                        HttpRequest.newBuilder(acs.resolve(location)).build(),
                        HttpResponse.BodyHandlers.ofString());
        boolean session =
                finished.headers().allValues("Set-Cookie").stream()
                        .anyMatch(cookie -> cookie.startsWith("latchkey_session="));
        if (!session) {
            throw new IllegalStateException(
                    "no session: " + finished.statusCode() + " " + finished.body());
        }
    }

    /** What the ACS says to this message. */
    HttpResponse<String> post(byte[] message) throws Exception {
        String field =
                URLEncoder.encode(
                        Base64.getEncoder().encodeToString(message), StandardCharsets.US_ASCII);
        return http.send(
                HttpRequest.newBuilder(acs)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("SAMLResponse=" + field))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
