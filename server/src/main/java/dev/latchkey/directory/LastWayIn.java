package dev.latchkey.directory;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.UserId;
import java.util.Optional;

/**
 * Knows whether an organization can do without one of its admins. Every bean of this type is asked, in the transaction
 * of the change and under the {@link dev.latchkey.shared.OrganizationLock}, before an admin is deactivated, stops being
 * one, or gets another address, which ends what was made for the old one. Where there is none, everybody can go.
 */
public interface LastWayIn {
    /** What stands against losing this user; nothing when they may go. */
    Optional<Problem> mayLose(OrganizationId organization, UserId user);
}
