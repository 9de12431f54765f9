package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandLineInterfaceTest {
    private final List<Boolean> started = new ArrayList<>();

    @Test
    void serveAndDemoStartTheServerAndLeaveItRunning() {
        assertThat(run("serve")).isEqualTo(ServerStart.RUNNING);
        assertThat(run("demo")).isEqualTo(ServerStart.RUNNING);
        assertThat(started).containsExactly(false, true);
    }

    @Test
    void unusableArgumentsEndWithTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("saml")).isEqualTo(2);
        assertThat(run("saml", "judge")).isEqualTo(2);
        assertThat(run("saml", "judge", "--batch", "/no/such/file")).isEqualTo(2);
        assertThat(run("saml", "judge", "--batch", "--response", "x")).isEqualTo(2);
        assertThat(run("saml", "metadata", "/no/such/file")).isEqualTo(2);
        assertThat(run("saml", "inspect", "/no/such/file")).isEqualTo(2);
    }

    private int run(String... args) {
        CommandLine line = CommandLineInterface.commandLine(started::add);
        line.setErr(new PrintWriter(new StringWriter()));
        return line.execute(args);
    }
}
