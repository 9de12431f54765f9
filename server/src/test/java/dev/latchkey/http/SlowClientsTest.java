package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that trickle, on a bare Tomcat with the product's connector, which is less patient here. */
@NullUnmarked
class SlowClientsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final int PATIENCE = 1;
    private static final int BEGUN_BYTES = 64 * 1024 * 1024;

    @TempDir static java.nio.file.Path folder;
    private static final CountDownLatch CUT = new CountDownLatch(1);
    private static Tomcat tomcat;
    private static int port;

    @SuppressWarnings("deprecation") // there is no other way to say it
    @BeforeAll
    static void start() throws Exception {
        tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        WatchedProtocol protocol = new WatchedProtocol();
        Patience patience = new Patience(PATIENCE, PATIENCE, PATIENCE, 1);
        protocol.be(patience);
        protocol.setConnectionTimeout(5_000);
        protocol.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Connector connector = new Connector(protocol);
        connector.setPort(0);
        tomcat.setConnector(connector);
        tomcat.getEngine().getPipeline().addValve(new PaceValve(patience));
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "all", new Answers());
        context.addServletMappingDecoded("/", "all", false);
        tomcat.start();
        port = connector.getLocalPort();
    }

    @AfterAll
    static void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Reads a form, leaves one alone, or answers without end. */
    private static final class Answers extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            switch (request.getRequestURI()) {
                case "/form" -> {
                    try {
                        response.getWriter().print("hello " + request.getParameter("name"));
                    } catch (IllegalStateException e) {
                        response.setStatus(TooSlow.isCauseOf(e) ? 408 : 400);
                    }
                }
                case "/unread" -> response.sendError(403);
                case "/none", "/unchanged" -> {
                    response.setStatus(request.getRequestURI().equals("/none") ? 204 : 304);
                    response.getOutputStream().write(new byte[100_000]);
                }
                case "/endless" -> {
                    byte[] piece = new byte[1024 * 1024];
                    try {
                        for (int sent = 0; sent < BEGUN_BYTES; sent += piece.length) {
                            response.getOutputStream().write(piece);
                        }
                    } catch (IOException e) {
                        CUT.countDown();
                        throw e;
                    }
                }
                default -> response.getWriter().print("here");
            }
        }
    }

    @Test
    void aFormThatIsThereIsReadAndTheConnectionGoesOn() throws Exception {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            for (int i = 0; i < 3; i++) {
                send(socket, head("/form", 8) + "name=Ada");
                assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("hello Ada");
            }
        }
    }

    /** A monitor asks for no more than the head; whoever writes the body to nowhere must come to an end. */
    @Test
    void anAnswerWithoutABodyComesToItsEnd() throws Exception {
        for (String request : List.of("HEAD /", "GET /none", "GET /unchanged")) {
            try (Socket socket = new Socket(LOOPBACK, port)) {
                socket.setSoTimeout(5_000);
                socket.getOutputStream()
                        .write(
                                (request
                                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(
                                new String(
                                        socket.getInputStream().readAllBytes(),
                                        StandardCharsets.US_ASCII))
                        .as(request)
                        .startsWith("HTTP/1.1 ")
                        .endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void aFormThatTricklesIsEndedThoughItNeverRests() throws Exception {
        assertThat(secondsUntilEnded(head("/form", 1000)))
                .isBetween((long) PATIENCE, PATIENCE + 4L);
    }

    @Test
    void aBodyThatNobodyReadsDoesNotHoldTheConnectionEither() throws Exception {
        assertThat(secondsUntilEnded(head("/unread", 1000)))
                .isBetween((long) PATIENCE, PATIENCE + 4L);
    }

    @Test
    void aHeadThatTricklesIsEndedThoughItNeverRests() throws Exception {
        assertThat(secondsUntilEnded("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "))
                .isBetween((long) PATIENCE, PATIENCE + 6L);
    }

    @Test
    void anAnswerThatNobodyTakesIsEnded() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(LOOPBACK, port));
            send(socket, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(CUT.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void oneClientHasSoManyBodiesOnTheWayAndNobodyElseIsKeptOut() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            int refused = 0;
            for (int i = 0; i < 80; i++) {
                Socket socket = from("127.0.0.9");
                open.add(socket);
                send(socket, head("/form", 1000) + "n");
            }
            for (Socket socket : open) {
                socket.setSoTimeout(20);
                refused += refused(socket) ? 1 : 0;
            }
            assertThat(refused).isBetween(16, 80);
            try (Socket other = from("127.0.0.10")) {
                send(other, head("/form", 8) + "name=Ada");
                assertThat(answer(other)).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static boolean refused(Socket socket) {
        try {
            return answer(socket).startsWith("HTTP/1.1 503");
        } catch (IOException e) {
            return false; // it waits
        }
    }

    private static Socket from(String address) throws IOException {
        return new Socket(LOOPBACK, port, InetAddress.ofLiteral(address), 0);
    }

    private static String head(String path, int length) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    /** Sends what is given, and then a byte at a time, until the server has ended the connection. */
    @SuppressWarnings("try") // the reader waits for it
    private static long secondsUntilEnded(String begin) throws Exception {
        Instant start = Instant.now();
        try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor();
                Socket socket = new Socket(LOOPBACK, port)) {
            send(socket, begin);
            Future<?> ended = reader.submit(() -> socket.getInputStream().readAllBytes());
            while (!ended.isDone() && Duration.between(start, Instant.now()).toSeconds() < 15) {
                Thread.sleep(300);
                try {
                    send(socket, "a");
                } catch (IOException e) {
                    break;
                }
            }
            socket.close();
        }
        return Duration.between(start, Instant.now()).toSeconds();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8192];
        int count = in.read(buffer);
        return count < 0 ? "" : new String(buffer, 0, count, StandardCharsets.UTF_8);
    }
}
