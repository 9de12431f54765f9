package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/** A server that can't go on ends, and says why. */
class EndOfProcessTest {
    /** A process that has more threads than the one that ends it, and a context that is to be closed. */
    static final class Ending {
        private Ending() {}

        public static void main(String[] args) throws InterruptedException {
            SpringApplication application = new SpringApplication(Ending.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.run();
            EndOfProcess.because("The database is gone.");
            Thread.sleep(60_000);
        }
    }

    @Test
    void itEndsWithAStatusAndTheReasonInItsLastLine() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Ending.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output.strip()).endsWith("Latchkey ended. The database is gone.");
    }
}
