package dev.latchkey.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Cuts a stream into lines, and bounds what one of them can take of memory. */
final class Lines {
    static final int LONGEST = 8 * 1024 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The next line, or nothing at the end. One that is too long comes cut, but longer than the longest. */
    Optional<byte[]> next() throws IOException {
        if (!filled()) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 14);
        while (filled()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (line.size() <= LONGEST) {
                line.write(buffer, from, at - from);
            }
            if (at < end) {
                at++;
                break;
            }
        }
        return Optional.of(line.toByteArray());
    }

    /** Whether there is anything more to read. */
    private boolean filled() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }
}
