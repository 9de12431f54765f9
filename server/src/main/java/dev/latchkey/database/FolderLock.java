package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a database folder for this process, so that a database found running in it is an orphan and nobody else's. The
 * system lets go of it however the process ends.
 */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the folder where it isn't there; throws CannotStart while another process holds it. */
    static FolderLock take(Path folder) {
        try {
            PrivateFolder.own(folder);
            Path file = folder.resolveSibling(folder.getFileName() + ".lock");
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new CannotStart(
                        "Another Latchkey runs with its data in " + folder + ".",
                        "Stop it first, or give this one a folder of its own with"
                                + " LATCHKEY_DATA_DIR.",
                        null);
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of " + folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Lets go of the folder. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of a database folder", e);
        }
    }
}
