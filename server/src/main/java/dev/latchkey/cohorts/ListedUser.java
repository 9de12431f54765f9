package dev.latchkey.cohorts;

import dev.latchkey.shared.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a list.
 *
 * @param email as it was when the list was made; what is approved is this address
 * @param key the address without its case
 * @param emailNow the address that the user has at this moment
 * @param in whether the user is to switch
 * @param reason why a user is left out
 * @param signedInAt the last sign-in through the list's connection
 */
record ListedUser(
        UserId user,
        String email,
        String key,
        String emailNow,
        String name,
        String foundBy,
        boolean in,
        @Nullable String reason,
        boolean active,
        @Nullable Instant signedInAt) {

    public boolean changed() {
        return !email.equals(emailNow);
    }
}
