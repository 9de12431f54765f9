package dev.latchkey.review;

import dev.latchkey.csv.CsvFormat;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The users that an IdP has, as somebody uploaded them.
 *
 * @param columns what was confirmed, null until then
 * @param refusal why the reading ended, null where it did not fail
 * @param users how many good lines there are
 */
record IdpList(
        OrganizationId organization,
        UUID id,
        ConnectionId connection,
        State state,
        String fileName,
        long bytes,
        CsvFormat format,
        @Nullable Source source,
        @Nullable Columns columns,
        @Nullable ReviewError refusal,
        @Nullable String refusalDetail,
        long users,
        long refusedLines,
        Instant uploadedAt,
        String uploadedBy) {
    private static final Duration FRESH = Duration.ofDays(30);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /** How far it has come. */
    enum State {
        /** It waits for its columns to be confirmed. */
        UPLOADED,
        READING,
        READ,
        /** Another one took its place. */
        REPLACED
    }

    /** Whether people may have come and gone since. */
    boolean old(Instant now) {
        return uploadedAt.plus(FRESH).isBefore(now);
    }

    /** As a record of what a list was compared with says it. */
    public String described() {
        return String.format(
                Locale.ENGLISH,
                "%s, %,d %s, %s",
                fileName,
                users,
                users == 1 ? "user" : "users",
                DAY.format(uploadedAt));
    }
}
