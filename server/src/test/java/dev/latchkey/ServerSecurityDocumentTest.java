package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security/server.md promises nothing that no test holds. */
class ServerSecurityDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "security", "server.md");
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+Test)(?:#(\\w+))?`");

    @Test
    void everyProofThatIsNamedExists() throws IOException {
        Map<String, Path> tests = tests();
        String text = Files.readString(DOCUMENT);
        Matcher proof = PROOF.matcher(text);
        int proofs = 0;
        while (proof.find()) {
            Path test = tests.get(proof.group(1));
            assertThat(test).as(proof.group()).isNotNull();
            if (proof.group(2) != null) {
                assertThat(test).as(proof.group()).content().contains(proof.group(2) + "(");
            }
            proofs++;
        }
        assertThat(proofs).isGreaterThan(50);
    }

    @Test
    void everyRowOfARuleNamesAProof() throws IOException {
        List<String> unproven =
                Files.readAllLines(DOCUMENT).stream()
                        .dropWhile(line -> !line.startsWith("## Being taken"))
                        .filter(line -> line.startsWith("| ") && !line.endsWith("| proof |"))
                        .filter(line -> !PROOF.matcher(line).find())
                        .toList();
        assertThat(unproven).isEmpty();
    }

    private static Map<String, Path> tests() throws IOException {
        try (Stream<Path> ours = Files.walk(Path.of("src", "test", "java"));
                Stream<Path> core = Files.walk(Path.of("..", "saml", "src", "test", "java"))) {
            return Stream.concat(ours, core)
                    .filter(file -> file.toString().endsWith("Test.java"))
                    .collect(
                            Collectors.toMap(
                                    file ->
                                            file.getFileName()
                                                    .toString()
                                                    .replaceFirst("\\.java$", ""),
                                    file -> file,
                                    (one, other) -> one));
        }
    }
}
