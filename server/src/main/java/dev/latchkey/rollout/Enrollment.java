package dev.latchkey.rollout;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a user stands toward a connection (requirement D3). No enrollment is NOT_ENABLED. */
public record Enrollment(
        OrganizationId organization,
        UserId user,
        ConnectionId connection,
        State state,
        @Nullable String reason,
        Instant changedAt,
        String changedBy) {

    /** The states of D3 that have a row. */
    public enum State {
        PILOT,
        APPROVED,
        ANNOUNCED,
        ENFORCED,
        EXCLUDED
    }
}
