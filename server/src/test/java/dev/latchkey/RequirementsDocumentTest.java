package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever reads "requirement D12" in a comment finds out what it says. */
class RequirementsDocumentTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\d+) \\| \\S");
    private static final Pattern CITATION =
            Pattern.compile(
                    "[Rr]equirements? ([A-Z]\\d+(?:(?:,\\s*|\\s+and\\s+|,\\s*and\\s+)[A-Z]\\d+)*)");
    private static final Pattern ID = Pattern.compile("[A-Z]\\d+");

    @Test
    void everyRequirementThatIsCitedHasARow() throws IOException {
        List<String> rows = rows();
        assertThat(rows).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        TreeMap<String, Set<String>> unknown = new TreeMap<>();
        int citations = 0;
        for (Path file : files()) {
            Matcher citation = CITATION.matcher(Files.readString(file));
            while (citation.find()) {
                for (String id : ids(citation.group(1))) {
                    citations++;
                    if (!rows.contains(id)) {
                        unknown.computeIfAbsent(id, any -> new TreeSet<>())
                                .add(file.getFileName().toString());
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(citations).isGreaterThan(70);
    }

    private static List<String> rows() throws IOException {
        return ROW.matcher(Files.readString(TOP.resolve("docs/requirements.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static List<String> ids(String citation) {
        return ID.matcher(citation).results().map(MatchResult::group).toList();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all =
                Stream.of("saml/src", "server/src", "bench/src", "docs")
                        .flatMap(RequirementsDocumentTest::walk)) {
            return all.filter(file -> file.toString().matches(".*\\.(java|md|sql|html)"))
                    .filter(file -> !file.toString().contains("src/test/resources"))
                    .collect(Collectors.toList());
        }
    }

    private static Stream<Path> walk(String folder) {
        try (Stream<Path> all = Files.walk(TOP.resolve(folder))) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(folder, e);
        }
    }
}
