package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of an organization; its SID begins with {@code OR}. */
public record OrganizationId(UUID value) implements Sid {
    private static final String PREFIX = "OR";

    public static OrganizationId next() {
        return new OrganizationId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<OrganizationId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(OrganizationId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
