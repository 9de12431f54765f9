package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of a connection; its SID begins with {@code UI}. */
public record ConnectionId(UUID value) implements Sid {
    private static final String PREFIX = "UI";

    public static ConnectionId next() {
        return new ConnectionId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<ConnectionId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(ConnectionId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
