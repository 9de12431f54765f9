package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of a customer's request to support; its SID begins with {@code SR}. */
public record SupportRequestId(UUID value) implements Sid {
    private static final String PREFIX = "SR";

    public static SupportRequestId next() {
        return new SupportRequestId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<SupportRequestId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(SupportRequestId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
