package dev.latchkey.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file: without marks of byte order at its beginning, for as long as it is text, and for as long as no
 * record is too long, because one quotation mark too many must not draw a whole file into memory.
 */
final class CsvText extends Reader {
    private static final int LONGEST = 256 * 1024;

    private final InputStream bytes;
    private final CharsetDecoder decoder;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024).flip();
    private final CharBuffer out = CharBuffer.allocate(16 * 1024).flip();
    private @Nullable CsvException broken;
    private boolean ended;
    private boolean begun;
    private char last;
    private long line = 1;
    private long sinceRecord;
    private long recordLine = 1;

    CsvText(InputStream bytes, Charset charset) {
        this.bytes = bytes;
        this.decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** A record was complete; the next one begins on this line. */
    void complete(long next) {
        sinceRecord = 0;
        recordLine = next;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!out.hasRemaining()) {
            fill();
        }
        if (!out.hasRemaining()) {
            if (broken != null) {
                throw broken;
            }
            return -1;
        }
        int count = Math.min(length, out.remaining());
        out.get(buffer, offset, count);
        sinceRecord += count;
        if (sinceRecord > LONGEST) {
            throw new CsvException(CsvFault.LINE_TOO_LONG, from(recordLine));
        }
        return count;
    }

    static String from(long line) {
        return "from line " + line + " on";
    }

    private void fill() throws IOException {
        while (!out.hasRemaining() && broken == null && !ended) {
            out.clear();
            more();
            CoderResult result = decoder.decode(in, out, ended);
            if (!result.isError() && ended) {
                result = decoder.flush(out);
            }
            out.flip();
            looked();
            if (result.isError() && broken == null) {
                broken = new CsvException(CsvFault.NOT_TEXT, where());
            }
        }
    }

    private void more() throws IOException {
        in.compact();
        int count = bytes.read(in.array(), in.position(), in.remaining());
        ended = count < 0;
        in.position(in.position() + Math.max(count, 0)).flip();
    }

    private String where() {
        return in.hasRemaining()
                ? String.format(Locale.ROOT, "%s, byte 0x%02X", from(line), in.get(in.position()))
                : from(line);
    }

    /** Counts the lines of what was decoded, and ends before a NUL. */
    private void looked() {
        if (!begun) {
            skipMarks();
        }
        for (int i = out.position(); i < out.limit(); i++) {
            char c = out.get(i);
            if (c == '\0') {
                broken = new CsvException(CsvFault.NUL, from(line));
                out.limit(i);
                return;
            }
            line += c == '\r' || (c == '\n' && last != '\r') ? 1 : 0;
            last = c;
        }
    }

    private void skipMarks() {
        while (out.hasRemaining() && out.get(out.position()) == '\uFEFF') {
            out.get();
        }
        begun = out.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
