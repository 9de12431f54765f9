package dev.latchkey.shared;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What decides about the ways into an organization happens one after another: two decisions that are each sound could
 * together leave no way in. Sign-ins take no such lock.
 */
@Component
public class OrganizationLock {
    private final JdbcClient jdbc;

    OrganizationLock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Held until the caller's transaction ends; fails outside one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void take(OrganizationId organization) {
        TransactionLock.take(jdbc, "rollout", organization.value().toString());
    }
}
