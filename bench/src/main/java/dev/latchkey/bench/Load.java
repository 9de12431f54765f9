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
import java.util.concurrent.locks.LockSupport;

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
            return nanos[(int) Math.min(nanos.length - 1L, Math.round(nanos.length * quantile))]
                    / 1e6;
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

    /**
     * Logins at an even pace while something else runs, each timed from the moment at which it was due: one that had to
     * wait for others counts its waiting. It stops when it is told to, or has no message left.
     */
    final class Paced implements AutoCloseable {
        private final List<Future<Long>> all = new ArrayList<>();
        private final ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor();
        private final long began = System.nanoTime();
        private final Thread clock;
        private volatile boolean over;

        private Paced(List<byte[]> messages, double perSecond) {
            clock = Thread.ofPlatform().start(() -> beat(messages, (long) (1e9 / perSecond)));
        }

        private void beat(List<byte[]> messages, long step) {
            for (int i = 0; i < messages.size() && !over; i++) {
                byte[] message = messages.get(i);
                long due = began + i * step;
                LockSupport.parkNanos(due - System.nanoTime());
                all.add(browsers.submit(() -> timed(message, due)));
            }
        }

        private long timed(byte[] message, long due) throws Exception {
            login(message);
            return System.nanoTime() - due;
        }

        /** Ends the load and says how long the logins took. */
        Times stop() throws Exception {
            over = true;
            clock.join();
            double seconds = (System.nanoTime() - began) / 1e9;
            long[] nanos = new long[all.size()];
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = all.get(i).get();
            }
            Arrays.sort(nanos);
            return new Times(nanos, seconds);
        }

        @Override
        public void close() {
            over = true;
            browsers.close();
        }
    }

    Paced paced(List<byte[]> messages, double perSecond) {
        return new Paced(messages, perSecond);
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
        return http.send(form(acs, message).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The POST of an IdP's form. */
    static HttpRequest.Builder form(URI acs, byte[] message) {
        String field =
                URLEncoder.encode(
                        Base64.getEncoder().encodeToString(message), StandardCharsets.US_ASCII);
        return HttpRequest.newBuilder(acs)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("SAMLResponse=" + field));
    }
}
