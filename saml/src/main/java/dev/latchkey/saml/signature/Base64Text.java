package dev.latchkey.saml.signature;

import dev.latchkey.saml.xml.Pool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** xs:base64Binary: base64 with white space anywhere, and with nothing else. */
public final class Base64Text {
    /** Who breaks lines breaks the first one by here. */
    private static final int LINE = 80;

    /** Between these, what a message is in; buffers are not kept for less, nor for more. */
    private static final int SHORT = 2 * 1024;

    private static final int LONG = 32 * 1024;
    private static final Pool<Latin1> SPARES = new Pool<>(Latin1::new);

    private Base64Text() {}

    /** The octets, or null where the text is not base64. */
    public static byte @Nullable [] decode(@Nullable String text) {
        if (text == null) {
            return null;
        }
        // What Latin-1 does not have becomes a question mark, which is not base64 either.
        if (text.length() < SHORT || text.length() > LONG) {
            byte[] chars = text.getBytes(StandardCharsets.ISO_8859_1);
            return decode(chars, chars.length);
        }
        Latin1 latin1 = SPARES.take();
        byte[] octets = decode(latin1.bytes(text), text.length());
        SPARES.keep(latin1);
        return octets;
    }

    private static byte @Nullable [] decode(byte[] chars, int length) {
        boolean wrapped = hasSpace(chars, Math.min(length, LINE));
        byte[] octets = wrapped ? null : decodeStrictly(chars, length);
        if (octets == null && hasSpace(chars, length)) {
            octets = decodeStrictly(chars, moveSpaceOut(chars, length));
        }
        return octets;
    }

    private static byte @Nullable [] decodeStrictly(byte[] chars, int length) {
        try {
            ByteBuffer octets = Base64.getDecoder().decode(ByteBuffer.wrap(chars, 0, length));
            return octets.remaining() == octets.array().length
                    ? octets.array()
                    : Arrays.copyOf(octets.array(), octets.remaining());
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

    /** Moves the others together; says how many there are. */
    private static int moveSpaceOut(byte[] chars, int length) {
        int kept = 0;
        for (int i = 0; i < length; i++) {
            if (!isSpace(chars[i])) {
                chars[kept++] = chars[i];
            }
        }
        return kept;
    }
}
