package dev.latchkey.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Files that are taken for CSV by mistake, by how they begin. */
final class FileKind {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] SEVEN_ZIP = {'7', 'z', (byte) 0xBC, (byte) 0xAF};

    private FileKind() {}

    /** What it is, with an article; nothing where it may be CSV. */
    static Optional<String> of(byte[] head) {
        if (begins(head, ZIP) || begins(head, EMPTY_ZIP)) {
            return Optional.of(ofZip(head));
        }
        if (begins(head, OLE)) {
            return Optional.of("an Excel workbook (.xls) or another document of Office");
        }
        if (begins(head, GZIP) || begins(head, SEVEN_ZIP)) {
            return Optional.of("a compressed file");
        }
        if (begins(head, PNG) || begins(head, JPEG)) {
            return Optional.of("an image");
        }
        return ofText(head);
    }

    private static String ofZip(byte[] head) {
        String names = new String(head, StandardCharsets.ISO_8859_1);
        if (names.contains("opendocument.spreadsheet")) {
            return "an OpenDocument spreadsheet (.ods)";
        }
        if (names.contains("xl/") || names.contains("[Content_Types].xml")) {
            return "an Excel workbook (.xlsx) or another document of Office";
        }
        return names.contains("Index/Document.iwa")
                ? "a Numbers spreadsheet (.numbers)"
                : "a ZIP archive";
    }

    private static Optional<String> ofText(byte[] head) {
        String begin =
                new String(head, 0, Math.min(head.length, 512), StandardCharsets.ISO_8859_1)
                        .replace("\u00ef\u00bb\u00bf", "")
                        .strip()
                        .toLowerCase(Locale.ROOT);
        if (begin.startsWith("%pdf")) {
            return Optional.of("a PDF");
        }
        if (begin.startsWith("{\\rtf")) {
            return Optional.of("a text document (.rtf)");
        }
        if (begin.startsWith("<!doctype html") || begin.startsWith("<html")) {
            return Optional.of("a web page (HTML)");
        }
        return begin.startsWith("<?xml") ? Optional.of("an XML file") : Optional.empty();
    }

    private static boolean begins(byte[] head, byte[] mark) {
        return head.length >= mark.length
                && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
    }
}
