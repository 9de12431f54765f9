package dev.latchkey.rollout;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organization's way to SSO through one connection.
 *
 * @param connection null until the IdP's details are there
 * @param request the SID of the customer's request
 */
public record Rollout(
        OrganizationId organization,
        RolloutId id,
        @Nullable ConnectionId connection,
        @Nullable String request,
        Instant createdAt,
        String createdBy,
        @Nullable Instant closedAt) {

    boolean leadsThrough(ConnectionId id) {
        return id.equals(connection);
    }

    public boolean open() {
        return closedAt == null;
    }
}
