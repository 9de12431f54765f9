package dev.latchkey.web;

import dev.latchkey.shared.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for what a web server puts aside while it runs, uploads among it. It goes with the process, and what is left
 * of one that was killed goes when the next begins: a lock tells whose owner still lives.
 */
final class WorkFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
    private static final String NAME = "latchkey-web-";
    private static final String LOCK = "lock";
    private static final Duration BEING_MADE = Duration.ofMinutes(1);

    private final Path folder;
    private final FileChannel lock;

    private WorkFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes one in this folder, and removes those of the dead there. */
    static WorkFolder in(Path parent) throws IOException {
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent.toRealPath(), NAME);
        FileChannel channel = open(folder);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("the new folder " + folder + " is held by another process");
        }
        removeTheDead(folder);
        return new WorkFolder(folder, channel);
    }

    /** A folder in it. */
    Path sub(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Override
    public void close() {
        try (lock) {
            PrivateFolder.remove(folder);
        } catch (IOException e) {
            LOG.debug("{} stays until the next start: {}", folder, e.getMessage());
        }
    }

    private static void removeTheDead(Path living) throws IOException {
        UserPrincipal us = Files.getOwner(living);
        List<Path> others;
        try (Stream<Path> all = Files.list(living.resolveSibling("."))) {
            others =
                    all.map(Path::normalize)
                            .filter(each -> each.getFileName().toString().startsWith(NAME))
                            .filter(each -> !each.equals(living))
                            .toList();
        }
        for (Path each : others) {
            try {
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).equals(us)
                        && isDead(each)) {
                    PrivateFolder.remove(each);
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("{} could not be removed: {}", each, e.getMessage());
            }
        }
    }

    private static boolean isDead(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            Instant made = Files.getLastModifiedTime(folder).toInstant();
            return made.isBefore(Instant.now().minus(BEING_MADE));
        }
        try (FileChannel channel = open(folder)) {
            return tryLock(channel) != null;
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
