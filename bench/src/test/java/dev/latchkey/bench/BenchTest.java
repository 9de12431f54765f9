package dev.latchkey.bench;

import dev.latchkey.shared.OrganizationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The benchmarks of a server go their whole way, with figures that say nothing. What they call, post and look for is the
 * server's, and changes with it.
 */
class BenchTest {
    private static final Duration BRIEFLY = Duration.ofMillis(60);

    @TempDir Path data;

    @Test
    void aFewLoginsAreMeasuredAndASmallOrganizationIsLedThroughItsRollout() throws Exception {
        int port = ServerProcess.freePort();
        String base = ServerProcess.base(port);
        SignedMessages idp = new SignedMessages();
        try (Database database = new Database();
                ConfigurableApplicationContext server =
                        Installation.start(
                                Map.of(
                                        "server.port", String.valueOf(port),
                                        "latchkey.base-url", base,
                                        "latchkey.data-dir", data.toString(),
                                        "latchkey.database.url", database.url(),
                                        "latchkey.database.user", "postgres"))) {
            Installation users = Installation.fill(server, "bench.example", idp.certificate(), 3);
            List<byte[]> messages = users.sign(idp, 0, 9);
            Logins.measure(ProcessHandle.current(), database, users.acsUrl(), messages, 3);

            OrganizationId large = Rollouts.populated(database, 200, 400);
            Rollouts.lead(
                    database,
                    RolloutStage.set(
                            database,
                            large,
                            Installation.connect(server, large, idp.certificate())),
                    new Bystanders(new Load(users.acsUrl(), 1), idp, users, BRIEFLY, 20),
                    base,
                    data);
        }
    }
}
