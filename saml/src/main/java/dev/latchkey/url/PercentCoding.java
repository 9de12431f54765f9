package dev.latchkey.url;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Escapes of octets (WHATWG URL 1.3). */
final class PercentCoding {
    /** Beside controls and what is outside ASCII. */
    static final String FRAGMENT = " \"<>`";

    static final String QUERY = " \"#<>'";
    static final String PATH = " \"#<>?^`{}";

    private static final String HEX = "0123456789ABCDEF";

    private PercentCoding() {}

    /** Escapes what is in the set, controls, and what is outside ASCII; a lone surrogate becomes U+FFFD. */
    static String encode(String text, String set) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    if (c > 0x20 && c < 0x7f && set.indexOf(c) < 0) {
                        encoded.append((char) c);
                    } else {
                        boolean lone = c >= 0xd800 && c <= 0xdfff;
                        for (byte b :
                                Character.toString(lone ? 0xfffd : c)
                                        .getBytes(StandardCharsets.UTF_8)) {
                            encoded.append('%')
                                    .append(HEX.charAt((b >> 4) & 15))
                                    .append(HEX.charAt(b & 15));
                        }
                    }
                });
        return encoded.toString();
    }

    /** Undoes escapes; what is no UTF-8 then becomes U+FFFD. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            int high = octets[i] == '%' && i + 2 < octets.length ? hex(octets[i + 1]) : -1;
            int low = high >= 0 ? hex(octets[i + 2]) : -1;
            if (low >= 0) {
                decoded.write(16 * high + low);
                i += 2;
            } else {
                decoded.write(octets[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte c) {
        return c < 0 ? -1 : Character.digit(c, 16);
    }
}
