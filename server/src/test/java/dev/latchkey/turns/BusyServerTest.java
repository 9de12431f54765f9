package dev.latchkey.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.testing.WholeServer;
import jakarta.servlet.http.Cookie;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** More than the server can do: whoever is one too many is told so, and the others don't notice. */
@WholeServer
@NullUnmarked
class BusyServerTest {
    private static final Cookie SESSION =
            new Cookie("__Host-latchkey_session", "A".repeat(22 + 43));

    @Autowired private MockMvc mvc;
    @Autowired private HeavyWork heavy;
    @Autowired private DataSource database;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

    @Test
    void passwordsBeyondWhatTheProcessorsTakeAreSentAwayAndHoldNoConnection() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        int processors = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        CountDownLatch busy = new CountDownLatch(processors);
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                List<Future<Boolean>> held = new ArrayList<>();
                for (int i = 0; i < processors; i++) {
                    held.add(
                            people.submit(() ->
                                    heavy.password(() -> {
                                        busy.countDown();
                                        return hold.await(20, TimeUnit.SECONDS);
                                    })));
                }
                assertThat(busy.await(5, TimeUnit.SECONDS)).isTrue();
                List<Future<MockHttpServletResponse>> waiting = new ArrayList<>();
                for (String path : List.of("/login/password", "/operator/login")) {
                    waiting.add(people.submit(() -> signIn(path)));
                }
                Thread.sleep(1_000);
                assertThat(waiting).noneMatch(Future::isDone);
                assertThat(held).noneMatch(Future::isDone);
                assertThat(connectionsInUse(Lane.DOOR)).isZero();
                for (Future<MockHttpServletResponse> each : waiting) {
                    assertThatItSaysWhenToComeBack(each.get(10, TimeUnit.SECONDS));
                }
            } finally {
                hold.countDown(); // the executor waits for what waits here
            }
        }
        assertThat(signIn("/login/password").getHeader("Location"))
                .startsWith("/login/password?email=");
    }

    private MockHttpServletResponse signIn(String path) throws Exception {
        return mvc.perform(
                        post(path)
                                .param("email", "nobody-" + System.nanoTime() + "@busy.example")
                                .param("password", "four words in a row")
                                .with(from("198.51.100.7"))
                                .with(csrf()))
                .andReturn()
                .getResponse();
    }

    private static org.springframework.test.web.servlet.request.RequestPostProcessor from(
            String address) {
        return request -> {
            request.setRemoteAddr(address);
            return request;
        };
    }

    @Test
    void pagesWithoutAConnectionAreSentAwayInSecondsAndSignInsGoOn() throws Exception {
        List<Connection> taken = takeAll(Lane.PAGE);
        try {
            Instant start = Instant.now();
            assertThatItSaysWhenToComeBack(page("/console"));
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(6));
            assertThat(page("/login/finish?ticket=none").getStatus()).isNotEqualTo(503);
            assertThat(page("/actuator/health").getStatus()).isEqualTo(200);
        } finally {
            for (Connection each : taken) {
                each.close();
            }
        }
        assertThat(page("/console").getStatus()).isEqualTo(302);
    }

    private List<Connection> takeAll(Lane lane) throws SQLException {
        Lane before = lane.enter();
        try {
            List<Connection> taken = new ArrayList<>();
            int all = database.unwrap(HikariDataSource.class).getMaximumPoolSize();
            for (int i = 0; i < all; i++) {
                taken.add(database.getConnection());
            }
            return taken;
        } finally {
            before.enter();
        }
    }

    private int connectionsInUse(Lane lane) throws SQLException {
        Lane before = lane.enter();
        try {
            return database.unwrap(HikariDataSource.class)
                    .getHikariPoolMXBean()
                    .getActiveConnections();
        } finally {
            before.enter();
        }
    }

    @Test
    void whoWaitsForALockIsSentAwayInSeconds() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("lock table operator in access exclusive mode").update();
            try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
                Instant start = Instant.now();
                assertThatItSaysWhenToComeBack(
                        other.submit(() -> signIn("/operator/login")).get(20, TimeUnit.SECONDS));
                assertThat(Duration.between(start, Instant.now()))
                        .isLessThan(Duration.ofSeconds(8));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private MockHttpServletResponse page(String path) throws Exception {
        return mvc.perform(get(path).cookie(SESSION)).andReturn().getResponse();
    }

    private static void assertThatItSaysWhenToComeBack(MockHttpServletResponse answer) {
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(Integer.parseInt(answer.getHeader("Retry-After"))).isBetween(5, 10);
    }

    @Test
    void theErrorPageSaysItPlainlyAndWithoutAReferenceToAFault() throws Exception {
        for (String wanted : List.of("text/html", "application/json")) {
            String text =
                    mvc.perform(
                                    get("/error")
                                            .requestAttr(
                                                    jakarta.servlet.RequestDispatcher
                                                            .ERROR_STATUS_CODE,
                                                    503)
                                            .header("Accept", wanted))
                            .andReturn()
                            .getResponse()
                            .getContentAsString();
            assertThat(text).contains("We are busy right now").doesNotContain("Reference");
        }
    }
}
