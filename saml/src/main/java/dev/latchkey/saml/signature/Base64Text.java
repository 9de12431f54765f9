package dev.latchkey.saml.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** xs:base64Binary: base64 with white space anywhere, and with nothing else. */
public final class Base64Text {
    /** Who breaks lines breaks the first one by here. */
    private static final int LINE = 80;

    private Base64Text() {}

    /** The octets, or null where the text is not base64. */
    public static byte @Nullable [] decode(@Nullable String text) {
        if (text == null) {
            return null;
        }
        // What Latin-1 does not have becomes a question mark, which is not base64 either.
        byte[] chars = text.getBytes(StandardCharsets.ISO_8859_1);
        boolean wrapped = hasSpace(chars, Math.min(chars.length, LINE));
        byte[] octets = wrapped ? null : decode(chars);
        if (octets == null && hasSpace(chars, chars.length)) {
            octets = decode(withoutSpace(chars));
        }
        return octets;
    }

    private static byte @Nullable [] decode(byte[] chars) {
        try {
            return Base64.getDecoder().decode(chars);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean hasSpace(byte[] chars, int end) {
        for (int i = 0; i < end; i++) {
            if (isSpace(chars[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static byte[] withoutSpace(byte[] chars) {
        int kept = 0;
        for (byte c : chars) {
            if (!isSpace(c)) {
                chars[kept++] = c;
            }
        }
        return Arrays.copyOf(chars, kept);
    }
}
