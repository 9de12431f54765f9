package dev.latchkey.saml.signature;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns text into bytes of Latin-1 in buffers of its own, which are used again. */
final class Latin1 {
    private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();
    private char[] chars = {};
    private byte[] bytes = {};

    /** As many bytes as the text has chars, good until the next call; null where Latin-1 does not have one of them. */
    byte @Nullable [] bytes(String text) {
        int length = text.length();
        if (chars.length < length) {
            chars = new char[length];
            bytes = new byte[length];
        }
        text.getChars(0, length, chars, 0);
        encoder.reset();
        boolean mapped =
                encoder.encode(
                                CharBuffer.wrap(chars, 0, length),
                                ByteBuffer.wrap(bytes, 0, length),
                                true)
                        .isUnderflow();
        return mapped ? bytes : null;
    }
}
