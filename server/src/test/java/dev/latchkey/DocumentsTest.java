package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents lead to is there. */
class DocumentsTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

    @Test
    void everyLinkLeadsToAFileAndToAHeadingInIt() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            for (String link : found(LINK, Files.readString(document))) {
                if (URI.create(link).getScheme() != null) {
                    continue;
                }
                String[] parts = link.split("#", 2);
                Path target =
                        parts[0].isEmpty()
                                ? document
                                : document.resolveSibling(parts[0]).normalize();
                if (!Files.exists(target)
                        || (parts.length > 1 && !anchors(target).contains(parts[1]))) {
                    broken.add(document + " → " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPictureIsShownSomewhere() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path document : documents()) {
            all.append(Files.readString(document));
        }
        try (Stream<Path> pictures = Files.list(TOP.resolve("docs/images"))) {
            assertThat(pictures)
                    .allMatch(picture -> all.indexOf("images/" + picture.getFileName()) >= 0);
        }
    }

    @Test
    void everyPathOfTheRepositoryThatIsNamedIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        Pattern path = Pattern.compile("(?:docs|saml|server|bench|\\.ci)/[\\w./-]*[\\w-]");
        for (Path document : documents()) {
            for (String code : found(CODE, Files.readString(document))) {
                String plain = code.replaceFirst("/$", "");
                if (path.matcher(plain).matches()
                        && !plain.contains("/target")
                        && !plain.contains(
                                "/.cifuzz-corpus") // what fuzzing leaves, for nobody else
                        && !Files.exists(TOP.resolve(plain))
                        && !plain.endsWith("-")) {
                    missing.add(document + ": " + code);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Set<String> tests = new TreeSet<>();
        for (String module : List.of("saml", "server", "bench")) {
            if (Files.isDirectory(TOP.resolve(module + "/src"))) {
                try (Stream<Path> files = Files.walk(TOP.resolve(module + "/src"))) {
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .forEach(name -> tests.add(name.substring(0, name.length() - 5)));
                }
            }
        }
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            for (String code : found(CODE, Files.readString(document))) {
                String name = code.split("#", 2)[0];
                if (name.matches("[A-Z]\\w+Test") && !tests.contains(name)) {
                    missing.add(document + ": " + code);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<String> found(Pattern pattern, String text) {
        String withoutBlocks = text.replaceAll("(?ms)^```.*?^```$", "");
        return pattern.matcher(withoutBlocks).results().map(each -> each.group(1)).toList();
    }

    /** As they are made from headings where the documents are read. */
    private static Set<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> all = Files.walk(TOP.resolve("docs"))) {
            return Stream.concat(
                            all.filter(each -> each.toString().endsWith(".md")),
                            Stream.of(
                                            "README.md",
                                            "CONTRIBUTING.md",
                                            "CHANGELOG.md",
                                            "THIRD-PARTY.md")
                                    .map(TOP::resolve))
                    .toList();
        }
    }
}
