package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of a list of users who switch to SSO together; its SID begins with {@code CO}. */
public record CohortId(UUID value) implements Sid {
    private static final String PREFIX = "CO";

    public static CohortId next() {
        return new CohortId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<CohortId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(CohortId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
