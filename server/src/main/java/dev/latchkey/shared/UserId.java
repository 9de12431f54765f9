package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of a user; its SID begins with {@code US}. */
public record UserId(UUID value) implements Sid {
    private static final String PREFIX = "US";

    public static UserId next() {
        return new UserId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<UserId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(UserId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
