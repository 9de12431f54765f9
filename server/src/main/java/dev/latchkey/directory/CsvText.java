package dev.latchkey.directory;

import dev.latchkey.shared.Result;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells what text the bytes of a file are, or that it is not certain: a wrong guess would misspell people. */
final class CsvText {
    static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_BIG = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16_LITTLE = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    private CsvText() {}

    /** UTF-8 with or without a byte order mark, or UTF-16 with one. */
    static Result<String> of(byte[] bytes) {
        if (bytes.length == 0) {
            return Result.refused(ImportError.FILE_MISSING, "");
        }
        if (bytes.length > MOST_BYTES) {
            return Result.refused(ImportError.FILE_TOO_LARGE, bytes.length + " bytes");
        }
        if (begins(bytes, ZIP) || begins(bytes, OLE)) {
            return Result.refused(ImportError.WORKBOOK, "");
        }
        if (begins(bytes, UTF_16_BIG)) {
            return decoded(bytes, 2, StandardCharsets.UTF_16BE);
        }
        if (begins(bytes, UTF_16_LITTLE)) {
            return decoded(bytes, 2, StandardCharsets.UTF_16LE);
        }
        return decoded(bytes, begins(bytes, UTF_8) ? UTF_8.length : 0, StandardCharsets.UTF_8);
    }

    private static boolean begins(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    private static Result<String> decoded(byte[] bytes, int from, Charset charset) {
        try {
            String text =
                    charset.newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                            .toString();
            return text.indexOf('\0') < 0
                    ? Result.ok(text)
                    : Result.refused(ImportError.NUL_INSIDE, "");
        } catch (CharacterCodingException e) {
            return Result.refused(ImportError.NOT_UTF8, "");
        }
    }
}
