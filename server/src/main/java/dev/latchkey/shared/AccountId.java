package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of an account; its SID begins with {@code AC}. */
public record AccountId(UUID value) implements Sid {
    private static final String PREFIX = "AC";

    public static AccountId next() {
        return new AccountId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<AccountId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(AccountId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
