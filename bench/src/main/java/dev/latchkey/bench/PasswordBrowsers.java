package dev.latchkey.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Browsers that sign in by password again and again, each as somebody else and from an address of its own: a limit on
 * one of them is not what holds them. They honour Retry-After.
 */
final class PasswordBrowsers {
    static final String PASSWORD = "a password of the bench";
    private static final long APART_MILLIS = 25;
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final URI base;
    private final int users;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();

    PasswordBrowsers(String base, int users) {
        this.base = URI.create(base);
        this.users = users;
    }

    static String email(int number) {
        return "password" + number + "@passwords.example";
    }

    /** So many of them, who arrive one after another within seconds, for so long. Returns how often which status was answered. */
    Map<Integer, Integer> run(int browsers, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (HttpClient http =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> begun = new ArrayList<>();
            for (int i = 0; i < browsers; i++) {
                int place = i;
                begun.add(
                        all.submit(() -> {
                            Thread.sleep(APART_MILLIS * place);
                            browse(http, end);
                            return null;
                        }));
            }
            for (Future<Void> each : begun) {
                each.get();
            }
        }
        return new TreeMap<>(answers);
    }

    private void browse(HttpClient http, long end) throws Exception {
        HttpResponse<String> form = http.send(from("/login").build(), text());
        Matcher found = TOKEN.matcher(form.body());
        String token = found.find() ? found.group(1) : "";
        String cookie = form.headers().firstValue("Set-Cookie").orElse("").replaceAll(";.*", "");
        while (System.nanoTime() < end) {
            HttpResponse<String> answer =
                    http.send(
                            from("/login/password")
                                    .header("Cookie", cookie)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(fields(token)))
                                    .build(),
                            text());
            answers.merge(answer.statusCode(), 1, Integer::sum);
            if (answer.statusCode() == 503) {
                Thread.sleep(
                        Duration.ofSeconds(
                                answer.headers().firstValueAsLong("Retry-After").orElse(0)));
            }
        }
    }

    private String fields(String token) {
        return "email="
                + encoded(email(next.getAndIncrement() % users))
                + "&password="
                + encoded(PASSWORD)
                + "&_csrf="
                + encoded(token);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** 198.18.0.0/15 is for measurements (RFC 2544). */
    private HttpRequest.Builder from(String path) {
        int place = ThreadLocalRandom.current().nextInt(1 << 16);
        return HttpRequest.newBuilder(base.resolve(path))
                .header("X-Forwarded-For", "198.18." + (place >> 8) + "." + (place & 0xff))
                .timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }
}
