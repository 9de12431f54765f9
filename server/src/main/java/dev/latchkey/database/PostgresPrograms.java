package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.PrivateFolder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** The programs of the PostgreSQL in the jar, unpacked once for each version into a folder of our own. */
final class PostgresPrograms {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPrograms.class);

    /** What of our environment is PostgreSQL's business; keys and passwords are not. */
    private static final List<String> PASSED_ON = List.of("PATH", "TZ", "LD_LIBRARY_PATH");

    private final Path home;
    private final List<String> before;

    private PostgresPrograms(Path home, List<String> before) {
        this.home = home;
        this.before = before;
    }

    /**
     * Unpacks them below this folder where that wasn't done.
     *
     * @param alone whether nobody else unpacks there, so that what is left of other versions may go
     */
    static PostgresPrograms in(Path folder, boolean alone) throws IOException {
        Path own = PrivateFolder.own(folder);
        URL archive = archive();
        String version = version(archive);
        Path home = own.resolve(version);
        if (Files.isDirectory(home)) {
            PrivateFolder.own(home);
        } else {
            unpack(archive, own, home);
        }
        if (alone) {
            removeOthers(own, version);
        }
        return new PostgresPrograms(home, prefix());
    }

    /** The command line of one of the programs. */
    List<String> command(String program, List<String> arguments) {
        List<String> line = new ArrayList<>(before);
        line.add(home.resolve("bin").resolve(program).toString());
        line.addAll(arguments);
        return line;
    }

    ProcessBuilder builder(List<String> line, Path directory) {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !PASSED_ON.contains(name));
        // The language of its messages, and of whatever it would ask the system's for.
        environment.put("LC_ALL", "C");
        return builder;
    }

    private static URL archive() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean mac = system.startsWith("mac");
        boolean arm = System.getProperty("os.arch", "").matches("aarch64|arm64");
        // There is none for Apple's own processors; theirs run the other one.
        String machine = arm && !mac ? "arm_64" : "x86_64";
        URL found =
                system.startsWith("linux")
                        ? resource("linux-" + machine + (hasMusl() ? "-alpine_linux" : ""))
                        : mac ? resource("darwin-" + machine) : null;
        if (found == null) {
            throw new CannotStart(
                    "No PostgreSQL for this system ("
                            + System.getProperty("os.name")
                            + ", "
                            + System.getProperty("os.arch")
                            + ") comes with Latchkey.",
                    "Give a PostgreSQL of your own with LATCHKEY_DATABASE_URL.",
                    null);
        }
        return found;
    }

    private static @Nullable URL resource(String name) {
        return PostgresPrograms.class.getResource("/postgres-" + name + ".txz");
    }

    private static boolean hasMusl() {
        return Files.exists(Path.of("/etc/alpine-release"));
    }

    /** What tells this archive from another version's: its checksum, which the jar's directory has at hand. */
    private static String version(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar && jar.getJarEntry() != null) {
            return "%08x".formatted(jar.getJarEntry().getCrc());
        }
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(connection.getInputStream(), sum)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return "%08x".formatted(sum.getValue());
    }

    /** Beside its place first, so that what stands there is always whole. */
    private static void unpack(URL archive, Path own, Path home) throws IOException {
        Path fresh =
                Files.createTempDirectory(
                        own,
                        "unpacking",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        try (InputStream in = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry each = tar.getNextEntry();
                    each != null;
                    each = tar.getNextEntry()) {
                unpack(each, tar, fresh);
            }
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            PrivateFolder.own(home); // another process was there first
        } finally {
            PrivateFolder.remove(fresh);
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder)
            throws IOException {
        Path place = folder.resolve(entry.getName()).normalize();
        if (!place.startsWith(folder)) {
            throw new IOException("an entry leads out of the folder: " + entry.getName());
        }
        Path above = place.getParent();
        if (above != null) {
            Files.createDirectories(above);
        }
        if (entry.isDirectory()) {
            Files.createDirectories(place);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(place, folder.resolve(entry.getLinkName()));
        } else {
            Files.copy(content, place);
            boolean runs = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    place, PosixFilePermissions.fromString(runs ? "rwx------" : "rw-------"));
        }
    }

    private static void removeOthers(Path own, String version) {
        try (Stream<Path> all = Files.list(own)) {
            for (Path each : all.filter(path -> !path.endsWith(version)).toList()) {
                PrivateFolder.remove(each);
            }
        } catch (IOException e) {
            LOG.warn("Programs of another version stay in {}: {}", own, e.getMessage());
        }
    }

    /**
     * What stands before each program: a session of its own, so that a Ctrl-C at the terminal ends the server first and
     * the database after it; and for root, under whom PostgreSQL does not run, a user namespace in which it isn't.
     */
    private static List<String> prefix() {
        List<String> line = new ArrayList<>();
        if (isOnPath("setsid")) {
            line.add("setsid");
        }
        if (PrivateFolder.us() == 0 && isOnPath("unshare")) {
            line.add("unshare");
            line.add("-U");
        }
        return List.copyOf(line);
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder ->
                        !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
    }
}
