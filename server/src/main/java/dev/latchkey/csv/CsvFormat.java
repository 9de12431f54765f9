package dev.latchkey.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/** How the bytes of a file become lines and cells. */
public record CsvFormat(Charset charset, char separator) {
    /** So much of a file tells its format. */
    public static final int HEAD = 256 * 1024;

    /** As the first bytes say; the encoding, where somebody said it. */
    public static CsvFormat of(byte[] head, Optional<CsvEncoding> encoding) throws CsvException {
        if (head.length == 0) {
            throw new CsvException(CsvFault.EMPTY, "");
        }
        Optional<String> other = FileKind.of(head);
        if (other.isPresent()) {
            throw new CsvException(CsvFault.OTHER_FILE, other.get());
        }
        Charset charset =
                encoding.map(CsvEncoding::charset).orElseGet(() -> CsvEncoding.told(head));
        return new CsvFormat(charset, CsvSeparator.of(begin(head, charset)));
    }

    /** For the separator only: a letter may be cut in two at the end, and what is no text is told by the reader. */
    private static String begin(byte[] head, Charset charset) {
        CharBuffer text = CharBuffer.allocate(Math.min(head.length, HEAD) + 1);
        charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(head, 0, Math.min(head.length, HEAD)), text, false);
        return text.flip().toString();
    }

    /** The rows of a file of this format. */
    public CsvRows open(InputStream bytes) throws IOException {
        return new CsvRows(new CsvText(bytes, charset), separator);
    }

    /** The rows of a file that is in memory. */
    public static CsvRows open(byte[] file, Optional<CsvEncoding> encoding) throws IOException {
        return of(file, encoding).open(new ByteArrayInputStream(file));
    }
}
