package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** All commands end by one convention. */
class ExitStatusTest {
    private static final Path FIXTURES = Path.of("..", "saml", "src", "test", "resources");
    private static final String OKTA = FIXTURES.resolve("accepted/vendor-okta").toString();
    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

    /** Who adds a command says here how it ends. */
    private static final Set<String> KNOWN = Set.of("inspect", "judge", "metadata");

    @Test
    void everyCommandIsHeldToTheConvention() {
        Set<String> there =
                new TreeSet<>(
                        Objects.requireNonNull(
                                        CommandLineInterface.commandLine(demo -> {})
                                                .getSubcommands()
                                                .get("saml"))
                                .getSubcommands()
                                .keySet());
        assertThat(there).containsExactlyInAnyOrderElementsOf(KNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "0, inspect RESPONSE, ''",
        "0, inspect RESPONSE --certificate PEM --entity-id SP --acs ACS, ''",
        "3, inspect RESPONSE --certificate PEM --entity-id SP --acs https://else.example/, ''",
        "3, inspect RESPONSE --certificate PEM --entity-id SP --acs ACS --at 2001-01-01T00:00:00Z, ''",
        "0, inspect METADATA, ''",
        "3, inspect -, '<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"/>'",
        "3, inspect -, '<!DOCTYPE a><a/>'",
        "2, inspect -, '<html><body>Service unavailable</body></html>'",
        "2, inspect -, '<rss version=\"2.0\"/>'",
        "2, inspect -, 'neither'",
        "2, inspect -, ''",
        "2, inspect /no/such/file, ''",
        "2, inspect RESPONSE --clock-skew-seconds 999, ''",
        "0, metadata METADATA, ''",
        "3, metadata -, '<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"/>'",
        "2, metadata RESPONSE, ''",
        "2, metadata -, '<html/>'",
        "2, metadata -, 'neither'",
        "2, metadata /no/such/file, ''",
        "0, judge --response RESPONSE --certificate PEM --sp-entity-id SP --acs-url ACS --now AT, ''",
        "3, judge --response RESPONSE --certificate PEM --sp-entity-id SP --acs-url ACS --now 2001-01-01T00:00:00Z, ''",
        "3, judge --response - --certificate PEM --sp-entity-id SP --acs-url ACS, '<rss/>'",
        "2, judge --response RESPONSE --certificate /no/such/file --sp-entity-id SP --acs-url ACS, ''",
        "2, judge --response RESPONSE, ''",
        "0, judge --batch -, '{\"id\":1}'",
        "2, judge --batch /no/such/file, ''"
    })
    void endsAsTheConventionSays(int status, String command, String input) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("saml"));
        for (String word : List.of(command.split(" ", -1))) {
            arguments.add(
                    switch (word) {
                        case "RESPONSE" -> OKTA + "/response.xml";
                        case "PEM" -> OKTA + "/certificate.pem";
                        case "METADATA" ->
                                FIXTURES.resolve("metadata/vendor-okta/metadata.xml").toString();
                        case "SP" -> "https://sp.example.com/saml";
                        case "ACS" -> "https://sp.example.com/saml/acs";
                        case "AT" -> "2026-06-01T12:00:00Z";
                        default -> word;
                    });
        }
        if (command.startsWith("judge --response RESPONSE --certificate PEM")) {
            arguments.addAll(List.of("--request-id", requestId()));
        }
        assertThat(run(arguments, input)).isEqualTo(status);
    }

    private static String requestId() throws Exception {
        String xml = Files.readString(Path.of(OKTA, "response.xml"));
        return xml.replaceAll("(?s).*?InResponseTo=\"([^\"]*)\".*", "$1");
    }

    @Test
    void theConventionIsWrittenDown() throws Exception {
        assertThat(Files.readString(OPERATIONS))
                .contains("## Commands", "| 0 |", "| 1 |", "| 2 |", "| 3 |");
    }

    private static int run(List<String> arguments, String input) {
        PrintStream out = System.out;
        InputStream in = System.in;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            CommandLine line = CommandLineInterface.commandLine(demo -> {});
            line.setErr(new PrintWriter(new StringWriter()));
            return line.execute(arguments.toArray(new String[0]));
        } finally {
            System.setOut(out);
            System.setIn(in);
        }
    }
}
