package dev.latchkey.saml.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** xs:base64Binary: base64 with white space anywhere, and with nothing else. */
public final class Base64Text {
    private Base64Text() {}

    /** The octets, or null where the text is not base64. */
    public static byte @Nullable [] decode(@Nullable String text) {
        if (text == null) {
            return null;
        }
        byte[] chars = text.getBytes(StandardCharsets.ISO_8859_1);
        int kept = 0;
        for (int i = 0; i < chars.length; i++) {
            byte c = chars[i];
            if (text.charAt(i) > 0x7f) {
                return null;
            }
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                chars[kept++] = c;
            }
        }
        try {
            return Base64.getDecoder()
                    .decode(kept == chars.length ? chars : java.util.Arrays.copyOf(chars, kept));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
