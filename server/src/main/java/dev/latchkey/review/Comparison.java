package dev.latchkey.review;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a list of users stood to the IdP's.
 *
 * @param list the IdP's list, null while there is none
 * @param inBoth users of the list whom the IdP knows by their address
 * @param onlyInIdp users of the IdP who are not in the list
 */
record Comparison(
        @Nullable UUID list,
        long wanted,
        long done,
        @Nullable Instant at,
        long inBoth,
        long onlyInIdp,
        Fingerprint of) {

    /** Tells one set of users and addresses from another. */
    record Fingerprint(long users, java.math.BigDecimal sum) {
        boolean same(Fingerprint other) {
            return users == other.users && sum.compareTo(other.sum) == 0;
        }
    }
}
