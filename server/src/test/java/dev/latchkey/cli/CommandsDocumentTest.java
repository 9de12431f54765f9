package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Concession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the documents and the help say of the commands is what there is. */
class CommandsDocumentTest {
    private static final Path TOP = Path.of("..");
    private static final Path INSPECT = TOP.resolve("docs/saml-inspect.md");
    private static final CommandLine COMMANDS = CommandLineInterface.commandLine(demo -> {});

    @ParameterizedTest
    @ValueSource(strings = {"judge", "inspect"})
    void theHelpNamesEveryExceptionAndNoOther(String command) {
        String help = saml(command).getUsageMessage().replaceAll("\\s+", " ");
        String expected =
                Arrays.stream(Concession.values())
                        .map(Concession::id)
                        .collect(Collectors.joining(", "));
        assertThat(help)
                .contains("An exception for an old IdP: " + expected + "; may be repeated.");
    }

    @Test
    void theDocumentNamesEveryExceptionAndNoOther() throws IOException {
        String row =
                Files.readAllLines(INSPECT).stream()
                        .filter(line -> line.startsWith("| `--allow "))
                        .findFirst()
                        .orElseThrow();
        assertThat(quoted(row.split("\\|", -1)[2]).filter(each -> !each.startsWith("saml ")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Concession.values()).map(Concession::id).toList());
    }

    @Test
    void theTableOfFlagsIsWhatInspectTakes() throws IOException {
        TreeSet<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(INSPECT)) {
            if (line.startsWith("| `--")) {
                quoted(line.split("\\|", -1)[1])
                        .map(each -> each.split(" ", 2)[0])
                        .forEach(documented::add);
            }
        }
        TreeSet<String> taken = new TreeSet<>();
        for (OptionSpec option : saml("inspect").getCommandSpec().options()) {
            taken.addAll(List.of(option.names()));
        }
        taken.removeAll(List.of("--json", "-h", "--help", "-V", "--version"));
        assertThat(documented).isEqualTo(taken);
    }

    @Test
    void everyCommandThatADocumentNamesIsThere() throws IOException {
        String launcher = Files.readString(TOP.resolve("latchkey"));
        TreeSet<String> saml = new TreeSet<>(sub(COMMANDS, "saml").getSubcommands().keySet());
        TreeSet<String> named = new TreeSet<>();
        for (Path document : documents()) {
            Pattern.compile("\\./latchkey ((?:saml |bench )?[a-z]+)")
                    .matcher(Files.readString(document))
                    .results()
                    .map(found -> found.group(1))
                    .forEach(named::add);
        }
        assertThat(named).contains("demo", "serve", "test", "saml inspect");
        for (String each : named) {
            if (each.startsWith("saml ")) {
                assertThat(saml).contains(each.substring("saml ".length()));
            } else {
                assertThat(launcher).as(each).contains("  ./latchkey " + each);
            }
        }
    }

    /** What the launcher can do and what its help says are the same. */
    @Test
    void theLaunchersHelpNamesEachOfItsCommands() throws IOException {
        String launcher = Files.readString(TOP.resolve("latchkey"));
        String main = launcher.substring(launcher.indexOf("\nmain() {"));
        TreeSet<String> commands =
                Pattern.compile("(?m)^    ([a-z]+)(?: \\|[^)]*)?\\)")
                        .matcher(main)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(commands).contains("serve", "demo", "saml", "test", "format", "bench");
        String help =
                launcher.substring(launcher.indexOf("\nusage() {"), launcher.indexOf("\nmain() {"));
        for (String command : commands) {
            assertThat(help).containsPattern("\\./latchkey (--)?" + command + "\\b");
        }
    }

    private static CommandLine saml(String command) {
        return sub(sub(COMMANDS, "saml"), command);
    }

    private static CommandLine sub(CommandLine of, String name) {
        return Objects.requireNonNull(of.getSubcommands().get(name), name);
    }

    private static Stream<String> quoted(String text) {
        return Pattern.compile("`([^`]+)`")
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> all = Files.walk(TOP.resolve("docs"))) {
            return Stream.concat(
                            all.filter(each -> each.toString().endsWith(".md")),
                            Stream.of("README.md", "CONTRIBUTING.md").map(TOP::resolve))
                    .toList();
        }
    }
}
