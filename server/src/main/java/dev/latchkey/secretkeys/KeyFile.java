package dev.latchkey.secretkeys;

import dev.latchkey.secrets.MasterKey;
import dev.latchkey.shared.CannotStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file in the data folder with the key that was generated because none was given. */
final class KeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final long LARGEST = 64 * 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final Path file;

    KeyFile(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.file = this.folder.resolve("secret.key");
    }

    /** As a sentence names it. */
    String name() {
        return "the file " + file;
    }

    /** The keys in it; none where it isn't there. Throws CannotStart where it is there and can't be used. */
    KeyRing read() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new KeyRing(java.util.List.of());
        }
        String text;
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new IOException("it is no file with a key");
            }
            text = Files.readString(file);
        } catch (IOException e) {
            throw new CannotStart(
                    "The secret key in " + name() + " can't be read.",
                    "Let this user read it, or restore it from a backup. No other key is made in its"
                            + " place.",
                    e);
        }
        KeyRing ring = KeyRing.parse(text, name());
        narrow();
        return ring;
    }

    /** It was made for its owner's eyes only; whatever widened that is undone where the system lets us, and said. */
    private void narrow() {
        try {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
            if (OWNER_ONLY.containsAll(found)) {
                return;
            }
            LOG.warn(
                    "Others than its owner could use {} ({}). If anybody has an account here, change to a new key.",
                    name(),
                    PosixFilePermissions.toString(found));
            Set<PosixFilePermission> kept = java.util.EnumSet.copyOf(OWNER_ONLY);
            kept.retainAll(found);
            Files.setPosixFilePermissions(file, kept);
        } catch (UnsupportedOperationException e) {
            LOG.debug("This file system knows no permissions", e);
        } catch (IOException e) {
            LOG.warn("The permissions of {} could not be narrowed: {}", name(), e.toString());
        }
    }

    /** Makes a key and keeps it. When this returns it is on the disk, whole, and would be read by the next start. */
    KeyRing generate() {
        byte[] bytes = new byte[MasterKey.LENGTH];
        new SecureRandom().nextBytes(bytes);
        MasterKey key = MasterKey.named(bytes);
        String text = key.id() + ":" + Base64.getEncoder().encodeToString(bytes) + "\n";
        try {
            Files.createDirectories(folder);
            write(text);
        } catch (IOException e) {
            throw new CannotStart(
                    "No secret key was given, and none could be made in " + name() + ".",
                    "Let this user write there, or give one with LATCHKEY_SECRET_KEYS.",
                    e);
        }
        LOG.warn("No LATCHKEY_SECRET_KEYS: a key was generated in {}. Back it up.", file);
        return KeyRing.parse(text, name());
    }

    private void write(String text) throws IOException {
        Path fresh = Files.createTempFile(folder, "secret", ".new", ownerOnly());
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(fresh, file);
            force(folder);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    /** So that the new name survives a power cut as well; some systems can't, and need not. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The folder could not be forced to the disk", e);
        }
    }
}
