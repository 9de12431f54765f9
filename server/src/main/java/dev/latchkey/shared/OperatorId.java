package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of an operator; its SID begins with {@code OP}. */
public record OperatorId(UUID value) implements Sid {
    private static final String PREFIX = "OP";

    public static OperatorId next() {
        return new OperatorId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<OperatorId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(OperatorId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
