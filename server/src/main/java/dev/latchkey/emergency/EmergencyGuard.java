package dev.latchkey.emergency;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.UserId;
import java.util.Optional;

/**
 * Knows whether an organization can do without an emergency admin. Every bean of this type is asked, in the transaction
 * of the change and under the {@link dev.latchkey.shared.OrganizationLock}, before one is ended. New codes are never
 * refused: whoever asks for them is signed in, and without them a used-up set would end the last way in.
 */
public interface EmergencyGuard {
    /** What stands against ending this user's emergency access; nothing when it may end. */
    Optional<Problem> mayEnd(OrganizationId organization, UserId user);
}
