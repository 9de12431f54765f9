package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds a document's encoding (XML 1.0 appendix F) and decodes strictly: a byte out of place is refused. */
final class DocumentBytes {
    private static final Pattern DECLARED_ENCODING =
            Pattern.compile(
                    "^<\\?xml[^>]{0,80}?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");
    private static final Set<String> OTHER_ENCODINGS =
            Set.of("us-ascii", "ascii", "iso-8859-1", "windows-1252");

    private static final byte[] USUAL_HEAD =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"".getBytes(StandardCharsets.US_ASCII);

    private DocumentBytes() {}

    /** The charset of a document that is not UTF-8; null for UTF-8. */
    static @Nullable Charset otherEncoding(byte[] bytes) throws XmlRefused {
        if (bytes.length < 5) {
            return null;
        }
        if (bytes[0] == 0 && bytes[1] == 0) {
            throw new XmlRefused(Kind.ENCODING, "UTF-32");
        }
        Charset wide = utf16(bytes[0] & 0xff, bytes[1] & 0xff);
        if (wide != null || bytes[0] != '<' || bytes[1] != '?') {
            return wide;
        }
        if (Arrays.mismatch(bytes, USUAL_HEAD) == USUAL_HEAD.length) {
            return null;
        }
        String head =
                new String(bytes, 0, Math.min(bytes.length, 160), StandardCharsets.ISO_8859_1);
        Matcher declared = DECLARED_ENCODING.matcher(head);
        if (!declared.find()) {
            return null;
        }
        String name = declared.group(1).toLowerCase(Locale.ROOT);
        if (isUtf8(name)) {
            return null;
        }
        if (!OTHER_ENCODINGS.contains(name)) {
            throw new XmlRefused(Kind.ENCODING, name);
        }
        return Charset.forName(name);
    }

    private static boolean isUtf8(String name) {
        return name.equalsIgnoreCase("utf-8") || name.equalsIgnoreCase("utf8");
    }

    /** For what the parser reads as UTF-8: it must not think of another encoding, wherever that was declared. */
    static void requireUtf8(@Nullable String declared) throws XmlRefused {
        if (declared != null && !isUtf8(declared)) {
            throw new XmlRefused(Kind.ENCODING, Shown.value(declared));
        }
    }

    private static @Nullable Charset utf16(int first, int second) {
        if ((first == 0xfe && second == 0xff) || (first == 0 && second == '<')) {
            return StandardCharsets.UTF_16BE;
        }
        if ((first == 0xff && second == 0xfe) || (first == '<' && second == 0)) {
            return StandardCharsets.UTF_16LE;
        }
        return null;
    }

    static int afterUtf8Bom(byte[] bytes) {
        boolean bom =
                bytes.length >= 3
                        && bytes[0] == (byte) 0xef
                        && bytes[1] == (byte) 0xbb
                        && bytes[2] == (byte) 0xbf;
        return bom ? 3 : 0;
    }

    /** Decodes, refusing also the characters that XML 1.0 §2.2 leaves out and a lenient parser might let through. */
    static String decode(byte[] bytes, int start, Charset charset) throws XmlRefused {
        String text;
        try {
            text =
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
                            .toString();
        } catch (CharacterCodingException e) {
            throw new XmlRefused(Kind.ENCODING, "bytes that are not " + charset);
        }
        if (text.indexOf('\ufffe') >= 0 || text.indexOf('\uffff') >= 0) {
            throw new XmlRefused(Kind.NOT_XML, "a character that XML does not have");
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
