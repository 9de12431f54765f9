package dev.latchkey.cli;

import dev.latchkey.saml.Limits;
import dev.latchkey.saml.ReceivedResponse;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells a Response given as XML from one in base64 as in the form field. */
final class GivenMessage {
    private static final char BOM = '\uFEFF';

    private GivenMessage() {}

    /** From a JSON string: its characters are what counts, so XML goes to the parser as UTF-8. */
    static ReceivedResponse fromText(String text) throws UnusableInput {
        String trimmed = text.substring(firstOfContent(text));
        return trimmed.startsWith("<")
                ? ReceivedResponse.parse(utf8(trimmed), Limits.MESSAGE)
                : ReceivedResponse.decode(trimmed, Limits.MESSAGE);
    }

    /** From a file: XML keeps its bytes, because it may declare an encoding of its own. */
    static ReceivedResponse fromFile(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return looksLikeXml(text)
                ? ReceivedResponse.parse(bytes, Limits.MESSAGE)
                : ReceivedResponse.decode(
                        new String(bytes, StandardCharsets.UTF_8), Limits.MESSAGE);
    }

    /** Whether the bytes, read as Latin-1, begin with a tag, whitespace and a mark of UTF-8 or UTF-16 aside. */
    static boolean looksLikeXml(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            char c = latin1.charAt(i);
            if (c == '<') {
                return true;
            }
            if (!isBlank(c) && "\u00EF\u00BB\u00BF\u00FE\u00FF\0".indexOf(c) < 0) {
                return false;
            }
        }
        return false;
    }

    private static int firstOfContent(String text) {
        int i = 0;
        while (i < text.length() && (isBlank(text.charAt(i)) || text.charAt(i) == BOM)) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static byte[] utf8(String text) throws UnusableInput {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new UnusableInput("\"response\" has half of a surrogate pair in it.");
        }
    }
}
