package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of a rollout of SSO through one connection; its SID begins with {@code RO}. */
public record RolloutId(UUID value) implements Sid {
    private static final String PREFIX = "RO";

    public static RolloutId next() {
        return new RolloutId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<RolloutId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(RolloutId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
