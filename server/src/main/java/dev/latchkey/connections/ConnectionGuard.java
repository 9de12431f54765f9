package dev.latchkey.connections;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import java.util.Optional;

/**
 * Knows whether people could still sign in without a connection. Every bean of this type is asked, in the transaction
 * of the change and under the {@link dev.latchkey.shared.OrganizationLock}, before one is disabled.
 */
public interface ConnectionGuard {
    /** What stands against disabling the connection; nothing when it may be. */
    Optional<Problem> mayDisable(OrganizationId organization, ConnectionId connection);
}
