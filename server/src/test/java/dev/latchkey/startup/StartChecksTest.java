package dev.latchkey.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.latchkey.shared.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.mock.env.MockEnvironment;

/** What stands in the way of a start is found at once and said with what to do. */
class StartChecksTest {
    @Test
    void aTakenPortIsNamedWithTheSettingThatChangesIt(@TempDir Path folder) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            CannotStart refusal = refusal(folder, Map.of("server.port", "" + port));
            assertThat(refusal.sentence()).contains("Port " + port + " is not free");
            assertThat(refusal.remedy()).contains("LATCHKEY_PORT=" + (port + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "0", "65536", "8080/tcp", "８０８０", ""})
    void whatIsNoPortIsNamed(String given, @TempDir Path folder) {
        assertThat(refusal(folder, Map.of("server.port", given)).sentence())
                .isEqualTo(
                        "LATCHKEY_PORT is '"
                                + given
                                + "' and must be a whole number from 1 to 65535.");
    }

    @Test
    void aFolderThatCantBeWrittenIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        CannotStart refusal = refusal(file.resolve("data"), Map.of());
        assertThat(refusal.sentence()).contains(file.toString(), "can't be written");
        assertThat(refusal.remedy()).contains("LATCHKEY_DATA_DIR");
    }

    @Test
    void aFolderThatIsNotNeededIsNotLookedAt(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatNoException()
                .isThrownBy(() ->
                        check(
                                file.resolve("data"),
                                Map.of(
                                        "latchkey.database.url",
                                        "jdbc:postgresql://db/x",
                                        "latchkey.secret-keys",
                                        "k1:" + "A".repeat(43))));
    }

    @Test
    void nothingIsLeftBehindWhereAllIsWell(@TempDir Path folder) {
        check(folder.resolve("data"), Map.of());
        assertThat(folder.resolve("data")).isEmptyDirectory();
    }

    private static CannotStart refusal(Path folder, Map<String, String> settings) {
        return assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> check(folder, settings))
                .actual();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path folder, Map<String, String> settings) {
        MockEnvironment environment = new MockEnvironment();
        environment.setProperty("server.port", String.valueOf(freePort()));
        environment.setProperty("latchkey.data-dir", folder.toString());
        settings.forEach(environment::setProperty);
        new StartChecks()
                .onApplicationEvent(
                        new ApplicationEnvironmentPreparedEvent(
                                new DefaultBootstrapContext(),
                                new SpringApplication(),
                                new String[0],
                                environment));
    }
}
