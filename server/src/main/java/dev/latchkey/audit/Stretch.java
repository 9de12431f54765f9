package dev.latchkey.audit;

import dev.latchkey.secrets.SecretBox;
import java.time.Instant;

/**
 * A part of the chain that is sealed with a key.
 *
 * @param from the number of its first seal
 * @param hashBefore what the chain had come to before it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
record Stretch(long from, Why why, byte[] hashBefore, Instant at, SecretBox.Stamp stamp) {
    /** Why it began. */
    enum Why {
        /** The log is new. */
        FIRST,
        /** What is before it was sealed when there were no keys. */
        BEFORE_KEYS,
        /** The key of what is before it is gone. */
        KEY_LOST,
        /** What is before it is not what was sealed with the key. */
        BROKEN
    }
}
