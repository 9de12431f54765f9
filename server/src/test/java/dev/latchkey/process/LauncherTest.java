package dev.latchkey.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher before it launches anything. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "latchkey").toAbsolutePath().normalize();

    private record Ran(int status, String output) {}

    @Test
    void bashCanReadIt() throws Exception {
        assertThat(run("bash", "-n", LAUNCHER.toString())).isEqualTo(new Ran(0, ""));
    }

    @Test
    void helpNamesTheCommands() throws Exception {
        Ran help = run(LAUNCHER.toString(), "help");
        assertThat(help.status()).isZero();
        assertThat(help.output()).contains("./latchkey demo", "./latchkey serve");
    }

    @Test
    void aCommandThatIsNotThereIsNamed() throws Exception {
        Ran ran = run(LAUNCHER.toString(), "dmeo");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.output()).contains("There is no command 'dmeo'.");
    }

    @Test
    void withoutAJdkItSaysWhatToInstall(@TempDir Path folder) throws Exception {
        Path copy = folder.resolve("latchkey");
        String wanting = Files.readString(LAUNCHER).replace("needed=25", "needed=999");
        Files.writeString(copy, wanting);

        Ran ran = run("bash", copy.toString(), "demo");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.output())
                .contains("needs a JDK 999 or newer, and none was found", "LATCHKEY_JAVA_HOME");
    }

    private static Ran run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
