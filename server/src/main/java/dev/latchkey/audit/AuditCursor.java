package dev.latchkey.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the log, from the newest to the oldest: behind this record. */
record AuditCursor(Instant at, UUID id) {
    private static final Pattern TEXT =
            Pattern.compile(
                    "([0-9]{1,17})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

    static AuditCursor behind(AuditRecord record) {
        return new AuditCursor(record.at(), record.id());
    }

    static Optional<AuditCursor> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new AuditCursor(
                                Instant.EPOCH.plus(
                                        Long.parseLong(matcher.group(1)), ChronoUnit.MICROS),
                                UUID.fromString(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + id;
    }
}
