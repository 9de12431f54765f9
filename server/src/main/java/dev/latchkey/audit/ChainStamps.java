package dev.latchkey.audit;

import dev.latchkey.secrets.SecretBox;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/** Stamps what the chain has come to with a key outside the database. Each kind of stamp says what it is. */
@Component
class ChainStamps {
    private static final String PURPOSE = "audit chain";

    private final SecretBox box;

    ChainStamps(SecretBox box) {
        this.box = box;
    }

    SecretBox.Stamp stretch(long from, Stretch.Why why, byte[] hashBefore, Instant at) {
        return box.stamp(PURPOSE, stretchBytes(from, why, hashBefore, at));
    }

    SecretBox.Worth worth(Stretch stretch) {
        return box.worth(
                PURPOSE,
                stretchBytes(stretch.from(), stretch.why(), stretch.hashBefore(), stretch.at()),
                stretch.stamp());
    }

    SecretBox.Stamp checkpoint(Stretch stretch, long seq, byte[] hash) {
        return box.stamp(PURPOSE, checkpointBytes(stretch, seq, hash));
    }

    SecretBox.Worth worth(Stretch stretch, long seq, byte[] hash, SecretBox.Stamp stamp) {
        return box.worth(PURPOSE, checkpointBytes(stretch, seq, hash), stamp);
    }

    /** Whether nobody has the key of this stamp any more. */
    boolean isLost(SecretBox.Stamp stamp) {
        return box.isGivenUp(stamp.key());
    }

    SecretBox.Stamp verification(Verification done) {
        return box.stamp(PURPOSE, verificationBytes(done));
    }

    SecretBox.Worth worth(Verification done, SecretBox.Stamp stamp) {
        return box.worth(PURPOSE, verificationBytes(done), stamp);
    }

    private static byte[] stretchBytes(long from, Stretch.Why why, byte[] hashBefore, Instant at) {
        return bytes("stretch", why.name(), hashBefore, from, micros(at));
    }

    private static byte[] checkpointBytes(Stretch stretch, long seq, byte[] hash) {
        return bytes("checkpoint", stretch.why().name(), hash, stretch.from(), seq);
    }

    private static byte[] verificationBytes(Verification done) {
        return bytes(
                "verification",
                done.askedBy(),
                done.headHash(),
                micros(done.startedAt()),
                micros(done.finishedAt()),
                done.headSeq(),
                done.found());
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /** Each text and hash with its length, so that no two messages have the same bytes. */
    private static byte[] bytes(String kind, String text, byte[] hash, long... numbers) {
        byte[] one = kind.getBytes(StandardCharsets.UTF_8);
        byte[] two = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer =
                ByteBuffer.allocate(
                        3 * Integer.BYTES
                                + one.length
                                + two.length
                                + hash.length
                                + numbers.length * Long.BYTES);
        for (byte[] part : new byte[][] {one, two, hash}) {
            buffer.putInt(part.length).put(part);
        }
        for (long number : numbers) {
            buffer.putLong(number);
        }
        return buffer.array();
    }
}
