package dev.latchkey.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The encodings of files. Unicode's are told from the bytes. The others can't be: each byte is a letter in all of them,
 * and a wrong guess would misspell people, so the person who has the file says which it is.
 */
public enum CsvEncoding {
    WESTERN("windows-1252", "Western European (Windows-1252)"),
    CENTRAL("windows-1250", "Central European (Windows-1250)"),
    CYRILLIC("windows-1251", "Cyrillic (Windows-1251)"),
    GREEK("windows-1253", "Greek (Windows-1253)"),
    TURKISH("windows-1254", "Turkish (Windows-1254)"),
    BALTIC("windows-1257", "Baltic (Windows-1257)");

    /** So many pairs of bytes at the beginning of a file must look like UTF-16. */
    private static final int PAIRS = 4;

    private final String charset;
    private final String title;

    CsvEncoding(String charset, String title) {
        this.charset = charset;
        this.title = title;
    }

    public String title() {
        return title;
    }

    Charset charset() {
        return Charset.forName(charset);
    }

    /** The one of this name; nothing for any other text, which means that the bytes tell. */
    public static Optional<CsvEncoding> named(String name) {
        return Stream.of(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    /** What a form offers. */
    public static List<CsvEncoding> all() {
        return List.of(values());
    }

    /** UTF-16 where a mark, or NULs between letters of ASCII, say so, and else UTF-8. */
    static Charset told(byte[] head) {
        if (isMarked(head, 0xFE, 0xFF) || isUtf16(head, 0)) {
            return StandardCharsets.UTF_16BE;
        }
        return isMarked(head, 0xFF, 0xFE) || isUtf16(head, 1)
                ? StandardCharsets.UTF_16LE
                : StandardCharsets.UTF_8;
    }

    private static boolean isMarked(byte[] head, int first, int second) {
        return head.length > 1 && (head[0] & 0xFF) == first && (head[1] & 0xFF) == second;
    }

    /** @param high where in a pair of bytes the higher one stands, which is 0 for ASCII */
    private static boolean isUtf16(byte[] head, int high) {
        int pairs = Math.min(PAIRS, head.length / 2);
        for (int pair = 0; pair < pairs; pair++) {
            if (head[2 * pair + high] != 0 || head[2 * pair + 1 - high] <= 0) {
                return false;
            }
        }
        return pairs > 1;
    }
}
