package dev.latchkey.connections;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks before a connection is disabled. */
@Component
class ConnectionGuards {
    private final ObjectProvider<ConnectionGuard> all;
    private final OrganizationLock lock;

    ConnectionGuards(ObjectProvider<ConnectionGuard> all, OrganizationLock lock) {
        this.all = all;
        this.lock = lock;
    }

    /** What stands against it. Others who decide about the organization's ways in wait until the change is made. */
    Optional<Problem> refusal(OrganizationId organization, ConnectionId connection) {
        lock.take(organization);
        return all.stream()
                .flatMap(guard -> guard.mayDisable(organization, connection).stream())
                .findFirst();
    }
}
