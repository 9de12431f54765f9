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

    /** So much of a file tells whether it is UTF-16: some lines, because the first may be all other letters. */
    private static final int LOOKED_AT = 4096;

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

    /** UTF-16 where a mark, or NULs beside what is ASCII, say so, and else UTF-8. */
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

    /**
     * Whatever alphabet a file is in, its separators, line breaks and addresses are ASCII, so that their higher bytes
     * are NUL. Where they are not most of it, the line breaks decide: a NUL that strayed into another text stands
     * beside anything else.
     *
     * @param high where in a pair of bytes the higher one stands, which is 0 for ASCII
     */
    private static boolean isUtf16(byte[] head, int high) {
        int pairs = Math.min(LOOKED_AT, head.length) / 2;
        int ascii = 0;
        int swapped = 0;
        int breaks = 0;
        int strayBreaks = 0;
        for (int pair = 0; pair < pairs; pair++) {
            byte above = head[2 * pair + high];
            byte below = head[2 * pair + 1 - high];
            ascii += above == 0 && below > 0 ? 1 : 0;
            swapped += below == 0 && above > 0 ? 1 : 0;
            breaks += above == 0 && isBreak(below) ? 1 : 0;
            strayBreaks += isBreak(above) || (above != 0 && isBreak(below)) ? 1 : 0;
        }
        boolean whole = head.length > LOOKED_AT || head.length % 2 == 0;
        return whole
                && ascii > 1
                && ascii > 3 * swapped
                && (2 * ascii >= pairs || (10 * ascii >= pairs && breaks > strayBreaks));
    }

    private static boolean isBreak(byte b) {
        return b == '\n' || b == '\r';
    }
}
