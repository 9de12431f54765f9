package dev.latchkey.cohorts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How large a revision of a list is.
 *
 * @param changes grows with every change of the revision
 * @param digest SHA-256 of what was approved, in hex; null before an approval
 */
public record ListCount(
        int revision,
        Instant madeAt,
        String madeBy,
        long in,
        long out,
        int changes,
        @Nullable String digest) {
    static final ListCount NONE = new ListCount(0, Instant.EPOCH, "", 0, 0, 0, null);
}
