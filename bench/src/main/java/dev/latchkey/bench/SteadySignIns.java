package dev.latchkey.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sign-ins by SSO at ten a second while something else goes on, each timed from when it was due, whatever the answer.
 * What is counted as a failure is said, and nothing is tried again.
 */
final class SteadySignIns {
    static final int PER_SECOND = 10;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Installation installation;
    private final SignedMessages idp;
    private final URI acs;
    private final AtomicInteger next = new AtomicInteger();

    SteadySignIns(Installation installation, SignedMessages idp) {
        this.installation = installation;
        this.idp = idp;
        this.acs = URI.create(installation.acsUrl());
    }

    /** How long they took, and what was answered. */
    record Outcome(double[] millis, Map<String, Integer> answers) {
        double quantile(double q) {
            return millis.length == 0
                    ? Double.NaN
                    : millis[(int) Math.min(millis.length - 1L, Math.round(millis.length * q))];
        }

        @Override
        public String toString() {
            return "p50 %.0f ms, p99 %.0f ms, slowest %.0f ms; %s"
                    .formatted(quantile(0.5), quantile(0.99), quantile(1), answers);
        }
    }

    /** While the work goes on, for at least so long and at most a minute more. */
    <T> Outcome during(String what, int seconds, Callable<T> work) throws Exception {
        int count = PER_SECOND * (seconds + 60);
        List<byte[]> messages = installation.sign(idp, next.getAndAdd(count), count);
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        Map<String, Integer> answers = new TreeMap<>();
        try (HttpClient http = client();
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = people.submit(work);
            long began = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = began + i * 1_000_000_000L / PER_SECOND;
                if (due - began > seconds * 1_000_000_000L && working.isDone()) {
                    break;
                }
                LockSupport.parkNanos(due - System.nanoTime());
                byte[] message = messages.get(i);
                people.submit(() -> {
                    String answer = signIn(http, message);
                    millis.add((System.nanoTime() - due) / 1e6);
                    synchronized (answers) {
                        answers.merge(answer, 1, Integer::sum);
                    }
                });
            }
            working.get();
        }
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        Outcome outcome = new Outcome(sorted, Map.copyOf(answers));
        Figures.print("SSO " + what, "%s", outcome);
        return outcome;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LONGEST)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private String signIn(HttpClient http, byte[] message) {
        try {
            HttpResponse<String> posted =
                    http.send(
                            Load.form(acs, message).timeout(LONGEST).build(),
                            HttpResponse.BodyHandlers.ofString());
            String location = posted.headers().firstValue("Location").orElse("");
            if (posted.statusCode() != 303) {
                return String.valueOf(posted.statusCode());
            }
            HttpResponse<String> finished =
                    http.send(
                            HttpRequest.newBuilder(acs.resolve(location)).timeout(LONGEST).build(),
                            HttpResponse.BodyHandlers.ofString());
            return finished.headers().allValues("Set-Cookie").stream()
                            .anyMatch(cookie -> cookie.startsWith("latchkey_session="))
                    ? "signed in"
                    : "finish " + finished.statusCode();
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
