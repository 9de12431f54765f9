package dev.latchkey.shared;

import java.util.Optional;
import java.util.UUID;

/** The id of a mail to send; its SID begins with {@code MA}. */
public record MailId(UUID value) implements Sid {
    private static final String PREFIX = "MA";

    public static MailId next() {
        return new MailId(Sid.newUuid());
    }

    /** The id that a SID names, or nothing where the text is no such SID. */
    public static Optional<MailId> parse(String sid) {
        return Sid.uuidOf(PREFIX, sid).map(MailId::new);
    }

    @Override
    public String toString() {
        return Sid.text(PREFIX, value);
    }
}
