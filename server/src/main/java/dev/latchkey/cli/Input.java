package dev.latchkey.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file named on the command line; {@code -} is the standard input. */
final class Input {
    static final String STANDARD_INPUT = "-";

    private Input() {}

    static InputStream open(String file) throws UnusableInput {
        if (file.equals(STANDARD_INPUT)) {
            return System.in;
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw unreadable(file);
        }
    }

    /** The whole of it, up to a limit. */
    static byte[] read(String file, int limit) throws UnusableInput {
        try (InputStream in = open(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new UnusableInput(file + " is larger than " + limit + " bytes.");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    private static UnusableInput unreadable(String file) {
        return new UnusableInput(file + " can't be read.");
    }
}
