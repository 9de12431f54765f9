package dev.latchkey.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Cuts a stream into lines, and bounds what one of them can take of memory. */
final class Lines {
    static final int LONGEST = 8 * 1024 * 1024;

    private final InputStream in;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next line, or nothing at the end. One that is too long comes cut, with one byte more than the longest. */
    Optional<byte[]> next() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        while (octet >= 0 && octet != '\n') {
            if (line.size() <= LONGEST) {
                line.write(octet);
            }
            octet = in.read();
        }
        return Optional.of(line.toByteArray());
    }
}
