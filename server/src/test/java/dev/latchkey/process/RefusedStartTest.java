package dev.latchkey.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that can't be, as the person at the terminal sees it. */
class RefusedStartTest {
    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo"})
    void aTakenPortEndsItWithASentenceAndNoTrace(String command, @TempDir Path folder)
            throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            String port = String.valueOf(other.getLocalPort());
            try (ServerProcess server =
                    ServerProcess.start(command, folder, Map.of("LATCHKEY_PORT", port))) {
                assertThat(server.exitStatus()).isEqualTo(1);
                assertThat(server.output())
                        .contains("Latchkey can't start. Port " + port + " is not free")
                        .contains("LATCHKEY_PORT=")
                        .doesNotContain("\tat ", "Exception");
            }
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void settingsThatCannotBeMeantEndItWithASentenceForEachAndNoTrace(@TempDir Path folder)
            throws Exception {
        try (ServerProcess server =
                ServerProcess.start(
                        "serve",
                        folder,
                        Map.of(
                                "LATCHKEY_TRUSTED_PROXIES", "10.0.0.1,proxy",
                                "LATCHKEY_MAIL_PER_SECOND", "x",
                                "LATCHKEY_OPERATOR_LINK", "maybe",
                                "LATCHKEY_SMTP_URL", "smtp://me:hush@@mail",
                                "LATCHKEY_SECRETKEYS", "k1:hush"))) {
            assertThat(server.exitStatus()).isEqualTo(1);
            assertThat(server.output())
                    .contains("LATCHKEY_TRUSTED_PROXIES has 'proxy', which is neither")
                    .contains("LATCHKEY_MAIL_PER_SECOND is 'x' and must be a whole number")
                    .contains("LATCHKEY_OPERATOR_LINK is 'maybe' and must be true or false")
                    .contains("LATCHKEY_SMTP_URL must be like smtp://")
                    .contains(
                            "LATCHKEY_SECRETKEYS is not a setting; did you mean LATCHKEY_SECRET_KEYS?")
                    .doesNotContain("\tat ", "Exception", "hush", "bean");
        }
    }
}
