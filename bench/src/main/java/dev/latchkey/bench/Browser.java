package dev.latchkey.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody who is signed in, looks at pages and sends their forms. */
final class Browser {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "name=\"_csrf\"[^>]*value=\"([^\"]+)\"|value=\"([^\"]+)\"[^>]*name=\"_csrf\"");
    private static final Pattern FORM =
            Pattern.compile("(?s)<form[^>]*\\saction=\"([^\"]+)\"[^>]*>(.*?)</form>");
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]*)\"");
    private static final Pattern METHOD =
            Pattern.compile("<input[^>]*name=\"_method\" value=\"([^\"]*)\"");
    private static final Pattern BUTTON = Pattern.compile("<button[^>]*>");
    private static final Pattern ELSEWHERE = Pattern.compile("formaction=\"([^\"]+)\"");
    private static final Pattern OTHERWISE = Pattern.compile("name=\"_method\" value=\"([^\"]*)\"");
    private static final Pattern PROBLEM = Pattern.compile("(?s)role=\"alert\".{0,1500}");
    private static final String BOUNDARY = "----latchkey-bench";

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final Map<String, String> cookies = new TreeMap<>();
    private final URI base;
    private String token = "";

    /** What each form of the last page says that its reader saw. */
    private Map<String, String> seen = Map.of();

    Browser(String base, String cookie, String session) {
        this.base = URI.create(base);
        cookies.put(cookie, session);
    }

    /** What came back, and how many seconds it took to come whole. */
    record Answer(int status, String body, String location, double seconds) {
        Answer expect(int wanted) {
            if (status != wanted) {
                Matcher problem = PROBLEM.matcher(body);
                throw new IllegalStateException(
                        "answered "
                                + status
                                + " and not "
                                + wanted
                                + ": "
                                + location
                                + " "
                                + (problem.find() ? problem.group() : body));
            }
            return this;
        }
    }

    Answer get(String path) throws Exception {
        return send(request(path).build()).expect(200);
    }

    /** Sends a form as the last page that was looked at would, and expects to be led on. */
    Answer post(String path, Map<String, String> fields) throws Exception {
        return send(path, fields).expect(302);
    }

    /** As {@link #post}, where the answer is a page. */
    Answer postForPage(String path, Map<String, String> fields) throws Exception {
        return send(path, fields).expect(200);
    }

    private Answer send(String path, Map<String, String> fields) throws Exception {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("_csrf", token);
        String shown = seen.get(form(path, fields.getOrDefault("_method", "")));
        if (shown != null) {
            all.putIfAbsent("seen", shown);
        }
        String body =
                all.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Uploads a file in the field {@code file}. */
    Answer upload(String path, Path file) throws Exception {
        String head =
                part("_csrf\"")
                        + token
                        + "\r\n"
                        + part("file\"; filename=\"users.csv\"\r\nContent-Type: text/csv");
        return send(request(path)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(
                                BodyPublishers.concat(
                                        BodyPublishers.ofString(head),
                                        BodyPublishers.ofFile(file),
                                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")))
                        .build())
                .expect(302);
    }

    private static String part(String disposition) {
        return "--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\""
                + disposition
                + "\r\n\r\n";
    }

    /** Reads a download to its end and says how many lines it had. */
    long lines(String path) throws Exception {
        HttpResponse<InputStream> answer =
                http.send(request(path).build(), BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the download answered " + answer.statusCode());
            }
            return count(in);
        }
    }

    private static long count(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    lines++;
                }
            }
        }
        return lines;
    }

    /** Whether the last page has a form that goes there and says what its reader saw. */
    boolean shows(String path) {
        return seen.containsKey(form(path, ""));
    }

    private static Map<String, String> seen(String page) {
        Map<String, String> found = new TreeMap<>();
        Matcher form = FORM.matcher(page);
        while (form.find()) {
            Matcher shown = SEEN.matcher(form.group(2));
            if (shown.find()) {
                String seen = shown.group(1);
                found.putIfAbsent(form(form.group(1), first(METHOD, form.group(2))), seen);
                // A button may send the form somewhere else.
                BUTTON.matcher(form.group(2))
                        .results()
                        .map(MatchResult::group)
                        .filter(button -> ELSEWHERE.matcher(button).find())
                        .forEach(button ->
                                found.putIfAbsent(
                                        form(first(ELSEWHERE, button), first(OTHERWISE, button)),
                                        seen));
            }
        }
        return found;
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static String form(String path, String method) {
        return path + " " + method;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining("; ")));
    }

    private Answer send(HttpRequest request) throws Exception {
        long start = System.nanoTime();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        double seconds = (System.nanoTime() - start) / 1e9;
        for (String set : answer.headers().allValues("Set-Cookie")) {
            String[] pair = set.substring(0, (set + ";").indexOf(';')).split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        Matcher found = TOKEN.matcher(answer.body());
        if (found.find()) {
            token = found.group(1) == null ? found.group(2) : found.group(1);
        }
        if (!answer.body().isEmpty()) {
            seen = seen(answer.body());
        }
        return new Answer(
                answer.statusCode(),
                answer.body(),
                answer.headers().firstValue("Location").orElse(""),
                seconds);
    }
}
