package dev.latchkey.emergency;

import dev.latchkey.shared.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An admin who keeps a second way in.
 *
 * @param since when they were named
 * @param namedBy who named them
 * @param active whether the user is active
 * @param admin whether the user is still an admin
 * @param codesMadeAt when the present codes were made; null while there are none
 * @param codesLeft how many of them are unused
 * @param provenAt when one of them was first used; null while none was
 */
public record EmergencyAdmin(
        UserId user,
        String email,
        String name,
        Instant since,
        String namedBy,
        boolean active,
        boolean admin,
        @Nullable Instant codesMadeAt,
        int codesLeft,
        @Nullable Instant provenAt) {
    /** At this number or fewer it is time for new codes. */
    private static final int FEW = 2;

    /** Whether this is a way in that was shown to work and still does. */
    public boolean works() {
        return active && admin && codesLeft > 0 && provenAt != null;
    }

    /** Whether so few are left that the admin is told to make new ones. */
    public boolean codesRunLow() {
        return codesLeft <= FEW;
    }
}
