package dev.latchkey.shared;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** An id as people see it: two letters that say of what, and the 32 hex digits of a UUIDv7 (RFC 9562 §5.7). */
public sealed interface Sid
        permits AccountId,
                CohortId,
                ConnectionId,
                MailId,
                OperatorId,
                OrganizationId,
                RolloutId,
                SupportRequestId,
                UserId {
    UUID value();

    /** A new UUIDv7: it sorts by time, and 74 of its bits are random. */
    static UUID newUuid() {
        return TimeOrdered.next();
    }

    /** The SID as text. */
    static String text(String prefix, UUID value) {
        return prefix + value.toString().replace("-", "").toUpperCase(Locale.ROOT);
    }

    /** The UUID in a SID with this prefix, in capitals or small letters; nothing where the text is none. */
    static Optional<UUID> uuidOf(String prefix, String sid) {
        if (!TimeOrdered.SID.matcher(sid).matches() || !sid.regionMatches(true, 0, prefix, 0, 2)) {
            return Optional.empty();
        }
        long high = Long.parseUnsignedLong(sid, 2, 18, 16);
        long low = Long.parseUnsignedLong(sid, 18, 34, 16);
        return Optional.of(new UUID(high, low));
    }

    /** Makes the UUIDs. */
    final class TimeOrdered {
        private static final Pattern SID = Pattern.compile("[A-Za-z]{2}[0-9A-Fa-f]{32}");
        private static final SecureRandom RANDOM = new SecureRandom();

        private TimeOrdered() {}

        private static UUID next() {
            long high = (System.currentTimeMillis() << 16) | 0x7000 | RANDOM.nextInt(1 << 12);
            long low = (RANDOM.nextLong() >>> 2) | Long.MIN_VALUE;
            return new UUID(high, low);
        }
    }
}
