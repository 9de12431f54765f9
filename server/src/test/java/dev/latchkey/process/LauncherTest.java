package dev.latchkey.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"})
    void aJdkIsFoundWhateverVariablesMakeItSayFirst(String variable, @TempDir Path folder)
            throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("a place"));
        Ran ran = checkout.run(Map.of(variable, "-Dversion=\"8"), "serve");
        assertThat(ran.output()).contains("Picked up", "[serve]");
        assertThat(ran.status()).isZero();
    }

    @Test
    void whatAJvmHasLearnedIsUsedWhereItHasLearnedIt(@TempDir Path folder) throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("here"));
        checkout.learn();
        assertThat(checkout.run(Map.of(), "serve").output()).contains("[-XX:AOTCache=");
        assertThat(checkout.run(Map.of(), "demo").output()).contains("[-XX:AOTCache=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo"})
    void aCheckoutThatWasMovedStartsWithoutIt(String command, @TempDir Path folder)
            throws Exception {
        Checkout.in(folder.resolve("here")).learn();
        Path there = Files.move(folder.resolve("here"), folder.resolve("there"));
        Ran ran = new Checkout(there).run(Map.of(), command);
        assertThat(ran.output())
                .contains("[" + there + "/server/target/app/latchkey-exec.jar]")
                .doesNotContain("AOTCache");
    }

    @Test
    void anotherJdkStartsWithoutIt(@TempDir Path folder) throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("here"));
        checkout.learn();
        Files.writeString(checkout.place().resolve("jdk/release"), "JAVA_VERSION=\"25.0.99\"\n");
        assertThat(checkout.run(Map.of(), "serve").output())
                .contains("app/latchkey-exec.jar]")
                .doesNotContain("AOTCache");
    }

    @Test
    void anotherJarIsStartedItselfHoweverOldItsTimesSay(@TempDir Path folder) throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("here"));
        checkout.learn();
        Path jar = checkout.place().resolve("server/target/latchkey-exec.jar");
        FileTime before = Files.getLastModifiedTime(jar);
        Files.writeString(jar, "another jar");
        Files.setLastModifiedTime(jar, before);
        assertThat(checkout.run(Map.of(), "serve").output())
                .contains("[" + jar + "]")
                .doesNotContain("AOTCache");
    }

    @Test
    void optionsWithWhichTheJvmRefusesItAreStartedWithoutIt(@TempDir Path folder) throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("here"));
        checkout.learn();
        Map<String, String> refusing = Map.of("LATCHKEY_JAVA_OPTIONS", "-Dboth=refused");
        assertThat(checkout.run(refusing, "serve").output()).doesNotContain("AOTCache");
        Map<String, String> taken = Map.of("LATCHKEY_JAVA_OPTIONS", "-Dglob=*");
        assertThat(checkout.run(taken, "serve").output()).contains("AOTCache", "[-Dglob=*]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATCHKEY_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
    void aCollectorThatSomebodyChoseIsTheOnlyOne(String variable, @TempDir Path folder)
            throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("here"));
        for (String command : List.of("serve", "saml")) {
            assertThat(checkout.run(Map.of(variable, "-XX:+UseG1GC"), command).output())
                    .contains("[")
                    .doesNotContain("UseSerialGC");
        }
    }

    @Test
    void aCopyWhoseSourcesLookNewerIsNotBuiltAgain(@TempDir Path folder) throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("here"));
        Path source = Files.createDirectories(checkout.place().resolve("saml/src/main"));
        Files.createDirectories(checkout.place().resolve("server/src/main"));
        Files.writeString(source.resolve("A.java"), "class A {}");
        for (String each : List.of("pom.xml", "saml/pom.xml", "server/pom.xml")) {
            Files.writeString(checkout.place().resolve(each), "<project/>");
        }
        checkout.shell("built_from > \"$target/built-from\"");
        FileTime later = FileTime.from(Instant.now().plusSeconds(60));
        Files.setLastModifiedTime(source.resolve("A.java"), later);
        assertThat(checkout.shell("build_is_needed").status()).isNotZero();

        Files.writeString(source.resolve("A.java"), "class A { int changed; }");
        Files.setLastModifiedTime(source.resolve("A.java"), later);
        assertThat(checkout.shell("build_is_needed").status()).isZero();
    }

    @Test
    void aJreIsEnoughForWhatIsBuiltAndNoHomeIsNeeded(@TempDir Path folder) throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("here"));
        Files.delete(checkout.place().resolve("jdk/bin/javac"));
        String withoutJdks =
                Files.readString(checkout.place().resolve("latchkey"))
                        .replace("/usr/lib/jvm/", "/none/");
        Files.writeString(checkout.place().resolve("latchkey"), withoutJdks);
        assertThat(
                        checkout.run(
                                        Map.of(
                                                "PATH",
                                                "/usr/bin:/bin",
                                                "HOME",
                                                "",
                                                "JAVA_HOME",
                                                ""),
                                        "serve")
                                .output())
                .contains("[serve]");
    }

    @Test
    void theDataFolderIsTheCheckoutsWhereverItIsCalledFrom(@TempDir Path folder) throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("here"));
        Map<String, String> unset = Map.of("LATCHKEY_DATA_DIR", "");
        assertThat(checkout.run(unset, "serve").output())
                .contains("[data folder: " + checkout.place() + "/data]");
        assertThat(checkout.run(unset, "demo").output())
                .contains("[data folder: " + checkout.place() + "/data/demo]");
        assertThat(checkout.run(Map.of("LATCHKEY_DATA_DIR", "mine"), "serve").output())
                .contains("[data folder: mine]");
    }

    @Test
    void aJdkThatIsNamedAndIsNoneIsSaid(@TempDir Path folder) throws Exception {
        Ran ran =
                run(
                        Map.of("LATCHKEY_JAVA_HOME", folder.toString()),
                        "bash",
                        LAUNCHER.toString(),
                        "serve");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.output())
                .contains("LATCHKEY_JAVA_HOME is '" + folder + "', where no Java 25 or newer is.");
    }

    @Test
    void itSaysWhichOneItIs() throws Exception {
        assertThat(run(LAUNCHER.toString(), "--version").output()).startsWith("Latchkey 0.");
    }

    /** A built checkout whose jar is none and whose JDK prints what it is asked to run. */
    private record Checkout(Path place) {
        private static final String JAVA =
                """
                #!/bin/sh
                for v in "JAVA_TOOL_OPTIONS=$JAVA_TOOL_OPTIONS" "_JAVA_OPTIONS=$_JAVA_OPTIONS" "JDK_JAVA_OPTIONS=$JDK_JAVA_OPTIONS"; do
                    [ -z "${v#*=}" ] || echo "Picked up $v" >&2
                done
                case "$*" in
                *-version*) echo 'openjdk version "25.0.9" 2027-01-19' >&2 ;;
                *-Dboth=refused*AOTCache*) exit 1 ;;
                *) printf '[%s]\n' "$@" "data folder: $LATCHKEY_DATA_DIR" ;;
                esac
                """;

        static Checkout in(Path place) throws IOException {
            Path target = Files.createDirectories(place.resolve("server/target"));
            Files.copy(LAUNCHER, place.resolve("latchkey"));
            Files.writeString(target.resolve("latchkey-exec.jar"), "a jar");
            Path bin = Files.createDirectories(place.resolve("jdk/bin"));
            for (String each : List.of("java", "javac")) {
                Files.writeString(bin.resolve(each), JAVA);
                Files.setPosixFilePermissions(
                        bin.resolve(each), PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return new Checkout(place);
        }

        /** As after a build. */
        void learn() throws IOException, InterruptedException {
            Path app = Files.createDirectories(place.resolve("server/target/app"));
            Files.writeString(app.resolve("latchkey-exec.jar"), "unpacked");
            Files.writeString(app.resolve("start.aot"), "learned");
            Files.writeString(place.resolve("jdk/release"), "JAVA_VERSION=\"25.0.9\"\n");
            assertThat(shell("use_jdk; mark > \"$app/ready\"")).isEqualTo(new Ran(0, ""));
        }

        Ran run(Map<String, String> environment, String command)
                throws IOException, InterruptedException {
            return LauncherTest.run(
                    with(environment), "bash", place.resolve("latchkey").toString(), command);
        }

        /** Runs what the launcher can do by itself. */
        Ran shell(String commands) throws IOException, InterruptedException {
            return LauncherTest.run(
                    with(Map.of()),
                    "bash",
                    "-c",
                    ". '" + place.resolve("latchkey") + "'; " + commands);
        }

        private Map<String, String> with(Map<String, String> environment) {
            Map<String, String> all = new HashMap<>(environment);
            all.put("LATCHKEY_JAVA_HOME", place.resolve("jdk").toString());
            return all;
        }
    }

    private static Ran run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    private static Ran run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
