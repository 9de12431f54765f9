package dev.latchkey.saml.signature;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Turns text into bytes of Latin-1 in a buffer of its own, which is used again. */
final class Latin1 {
    private byte[] bytes = {};
    private MemorySegment segment = MemorySegment.ofArray(bytes);

    /**
     * The text's bytes, good until the next call. What Latin-1 does not have becomes a question mark; where that takes
     * two chars, fewer bytes are written than the text is long, and what follows them means nothing.
     */
    byte[] bytes(String text) {
        int withTerminator = text.length() + 1;
        if (bytes.length < withTerminator) {
            bytes = new byte[withTerminator];
            segment = MemorySegment.ofArray(bytes);
        }
        // Text that is Latin-1 already is copied as it stands, with no array between.
        segment.setString(0, text, StandardCharsets.ISO_8859_1);
        return bytes;
    }
}
