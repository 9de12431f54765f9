package dev.latchkey.shared;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folders and files that no other account of the machine may read, change or put something else in the place of. What
 * can be closed is closed; what can't is refused.
 */
public final class PrivateFolder {
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 0002;
    private static final int NOT_OURS = 0077;
    private static final int NOT_OURS_WRITE = 0022;
    private static final int PERMISSIONS = 07777;

    /** What a data folder may hold for it to be Latchkey's alone. */
    private static final Set<String> OURS =
            Set.of("postgresql", "secret", "demo", "demo-idp", "tomcat", "write", "lost+found");

    private PrivateFolder() {}

    /**
     * The folder that holds everything of this installation, made where it isn't there. One that holds other things,
     * too, stays readable for whom it was, and is closed only to their writing.
     */
    public static Path data(Path folder) {
        try {
            Path real = made(folder);
            checkAbove(real);
            int mode = mode(real);
            if (owner(real) == us()) {
                boolean shared = (mode & STICKY) != 0 || holdsMore(real);
                int surplus = shared ? NOT_OURS_WRITE : NOT_OURS;
                if ((mode & surplus) != 0 && (mode & STICKY) == 0) {
                    setMode(real, mode & ~surplus);
                }
            } else if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
                throw open(real);
            }
            return real;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder, e);
        }
    }

    /** A folder for us alone, made where it isn't there. */
    public static Path own(Path folder) {
        try {
            Path real = made(folder);
            checkAbove(real);
            if (owner(real) != us()) {
                throw new CannotStart(
                        "The folder " + real + " belongs to another user of this machine.",
                        "Give it, with what is in it, to the user that Latchkey runs as, or run"
                                + " Latchkey as the user whose it is.",
                        null);
            }
            int mode = mode(real);
            if ((mode & NOT_OURS) != 0) {
                setMode(real, mode & ~NOT_OURS);
            }
            return real;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder, e);
        }
    }

    /** Writes a file for us alone, whole or not at all. */
    public static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a file of ours says; null where there is none. One that others may read or change is no secret of ours. */
    public static @Nullable String read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || owner(file) != us()
                || (mode(file) & NOT_OURS) != 0) {
            return null;
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** Removes a folder and what is in it, without following links. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static Path made(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path above = folder.toAbsolutePath().getParent();
            if (above != null) {
                Files.createDirectories(above);
            }
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        return folder.toRealPath();
    }

    /** Anybody who may rename a folder on the path to ours may replace it with another. */
    private static void checkAbove(Path folder) throws IOException {
        for (Path each = folder.getParent(); each != null; each = each.getParent()) {
            int mode = mode(each);
            if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
                throw open(each);
            }
        }
    }

    private static CannotStart open(Path folder) {
        return new CannotStart(
                "Every user of this machine may rename what is in "
                        + folder
                        + ", the database and the secret key among it.",
                "Close it with: chmod o-w '"
                        + folder
                        + "', or name another with LATCHKEY_DATA_DIR.",
                null);
    }

    private static boolean holdsMore(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString())
                    .anyMatch(name -> OURS.stream().noneMatch(ours -> isOf(ours, name)));
        }
    }

    private static boolean isOf(String ours, String name) {
        return name.equals(ours) || name.startsWith(ours + ".") || isTemporary(ours, name);
    }

    /** {@code Files.createTempFile} writes digits behind the beginning of the name. */
    private static boolean isTemporary(String ours, String name) {
        return name.startsWith(ours)
                && name.length() > ours.length() + 1
                && Character.isDigit(name.charAt(ours.length()));
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & PERMISSIONS;
    }

    private static void setMode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    private static long owner(Path path) throws IOException {
        return ((Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                & 0xffffffffL;
    }

    /** The user that this process runs as. */
    public static long us() {
        return new UnixSystem().getUid();
    }
}
