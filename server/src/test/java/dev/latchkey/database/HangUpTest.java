package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.database.Crowd.Somebody;
import dev.latchkey.directory.Directory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Browsers that go away, or do not read, in the middle of a download or an upload. */
@OutOfStep
@NullUnmarked
class HangUpTest {
    private static final Duration LENGTH =
            Duration.ofSeconds(Long.getLong("latchkey.hang-up.seconds", 60));
    private static final int LISTED = 12_000;
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final List<String> DOWNLOADS =
            List.of(
                    "/list.csv",
                    "/announcement/mails.csv",
                    "/comparison/refused.csv",
                    "/comparison/only-in-idp.csv",
                    "/readiness/never-signed-in/users.csv");

    @Autowired private Crowd crowd;
    @Autowired private Directory directory;
    @Autowired private JdbcClient jdbc;
    @LocalServerPort private int port;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Random random = new Random(7);

    /** An admin, and the path of a list. */
    private record Customer(Somebody admin, String path) {}

    /** What shows that a form is ours: the cookie of it, and what the form carries. */
    private record Token(String cookie, String token) {}

    @Test
    void everybodyStaysWhoTheyAreWhileBrowsersGoAwayInTheMiddle() throws Exception {
        List<Customer> customers = new ArrayList<>();
        List<Somebody> people = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            List<Somebody> some = crowd.organization(5);
            people.addAll(some);
            if (i < 2) {
                customers.add(customer(some.getFirst()));
            }
        }
        for (Customer each : customers) {
            assertThat(whole(each, DOWNLOADS.getLast())).isEqualTo(LISTED + 1L);
        }
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicLong right = new AtomicLong();
        AtomicLong gone = new AtomicLong();
        Instant end = Instant.now().plus(LENGTH);
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                List<Somebody> watched = people.subList(i * 10, i * 10 + 10);
                running.add(all.submit(() -> watch(watched, end, wrong, right)));
                Customer customer = customers.get(i % 2);
                running.add(all.submit(() -> goAway(customer, end, gone)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(right.get()).isGreaterThan(100);
        assertThat(gone.get()).isGreaterThan(20);
        for (Customer customer : customers) {
            for (String path : DOWNLOADS) {
                assertThat(whole(customer, path)).as(path).isEqualTo(LISTED + 1L);
            }
        }
    }

    private Customer customer(Somebody admin) {
        return new Customer(
                admin,
                crowd.list(
                        directory.organization(admin.user().organization()).orElseThrow(), LISTED));
    }

    private Void watch(List<Somebody> people, Instant end, Queue<String> wrong, AtomicLong right)
            throws Exception {
        while (Instant.now().isBefore(end) && wrong.size() < 20) {
            for (Somebody each : people) {
                HttpResponse<String> page =
                        http.send(request(each, "/console"), BodyHandlers.ofString());
                if (page.statusCode() == 200
                        && page.body().contains(">" + each.user().email() + "<")
                        && page.body().contains(">" + each.organization() + "<")) {
                    right.incrementAndGet();
                } else {
                    wrong.add(page.statusCode() + " for " + each.user().email());
                }
            }
        }
        return null;
    }

    /** Asks, reads or writes for a while, and cuts the line. */
    private Void goAway(Customer customer, Instant end, AtomicLong gone) throws Exception {
        Token token = token(customer);
        while (Instant.now().isBefore(end)) {
            boolean up = random.nextInt(4) == 0;
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(8 * 1024);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.setSoLinger(true, 0);
                if (up) {
                    upload(socket.getOutputStream(), customer, token);
                } else {
                    ask(socket, customer, DOWNLOADS.get(random.nextInt(DOWNLOADS.size())));
                    socket.getInputStream().readNBytes(random.nextInt(400_000));
                }
            } catch (IOException e) {
                // A server that has noticed is as good.
            }
            gone.incrementAndGet();
            Thread.sleep(20);
        }
        return null;
    }

    private void ask(Socket socket, Customer customer, String path) throws IOException {
        socket.getOutputStream()
                .write(
                        ("GET "
                                        + customer.path()
                                        + path
                                        + " HTTP/1.1\r\nHost: localhost\r\nCookie: "
                                        + cookie(customer.admin())
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    private void upload(OutputStream out, Customer customer, Token token) throws IOException {
        String head =
                "--line\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n"
                        + token.token()
                        + "\r\n--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"it.csv\"\r\n"
                        + "Content-Type: text/csv\r\n\r\nemail,name\n";
        byte[] body =
                (head + "ann@example.com,Ann Example\n".repeat(20_000) + "\r\n--line--\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        out.write(
                ("POST "
                                + customer.path()
                                + "/comparison HTTP/1.1\r\nHost: localhost\r\nCookie: "
                                + cookie(customer.admin())
                                + "; csrf="
                                + token.cookie()
                                + "\r\nContent-Type: multipart/form-data; boundary=line\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(body, 0, random.nextInt(body.length + 1));
        out.flush();
    }

    private Token token(Customer customer) throws Exception {
        String cookie =
                http
                        .send(request(customer.admin(), "/console"), BodyHandlers.ofString())
                        .headers()
                        .allValues("Set-Cookie")
                        .stream()
                        .filter(each -> each.startsWith("csrf="))
                        .findFirst()
                        .map(each -> each.substring("csrf=".length(), each.indexOf(';')))
                        .orElseThrow();
        HttpResponse<String> page =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://localhost:"
                                                        + port
                                                        + customer.path()
                                                        + "/comparison"))
                                .header("Cookie", cookie(customer.admin()) + "; csrf=" + cookie)
                                .build(),
                        BodyHandlers.ofString());
        Matcher found = TOKEN.matcher(page.body());
        assertThat(found.find()).isTrue();
        return new Token(cookie, found.group(1));
    }

    @Test
    void downloadsThatNobodyReadsKeepNoConnectionFromOthers() throws Exception {
        Customer customer = customer(crowd.organization(1).getFirst());
        Somebody other = crowd.organization(1).getFirst();
        List<Socket> unread = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                Socket socket = new Socket();
                unread.add(socket);
                socket.setReceiveBufferSize(2048);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                ask(socket, customer, DOWNLOADS.get(i % DOWNLOADS.size()));
            }
            for (Socket each : unread) {
                assertThat(each.getInputStream().read()).isEqualTo('H');
            }
            awaitIdle();
            HttpResponse<String> page =
                    http.send(request(other, "/console"), BodyHandlers.ofString());
            assertThat(page.body()).contains(other.user().email());
        } finally {
            for (Socket each : unread) {
                each.setSoLinger(true, 0);
                each.close();
            }
        }
    }

    /** Every connection of the pool rests, but for the one that asks. */
    private void awaitIdle() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(10);
        while (held() > 0) {
            assertThat(Instant.now()).as("connections are held").isBefore(end);
            Thread.sleep(50);
        }
    }

    private int held() {
        return jdbc.sql(
                        """
                        select count(*) from pg_stat_activity
                        where backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'
                        """)
                .query(Integer.class)
                .single();
    }

    private long whole(Customer customer, String path) throws Exception {
        HttpResponse<InputStream> answer =
                http.send(
                        request(customer.admin(), customer.path() + path),
                        BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            byte[] all = in.readAllBytes();
            return IntStream.range(0, all.length).filter(at -> all[at] == '\n').count();
        }
    }

    private HttpRequest request(Somebody who, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Cookie", cookie(who))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static String cookie(Somebody who) {
        return "latchkey_session=" + who.cookie();
    }
}
