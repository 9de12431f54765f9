package dev.latchkey.cohorts;

import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Users who switch together.
 *
 * @param revision of the list that is worked on
 * @param approvedRevision of the list that the customer approved last; it holds until another is approved
 * @param newUsers whether the domains also hold for users made after the switch (requirement D14)
 */
public record Cohort(
        OrganizationId organization,
        CohortId id,
        RolloutId rollout,
        ConnectionId connection,
        String name,
        State state,
        int revision,
        @Nullable Integer approvedRevision,
        boolean newUsers,
        Instant createdAt,
        @Nullable Instant enforcedAt,
        @Nullable Instant undoneAt) {

    /** How far the cohort has come. */
    public enum State {
        /** Its users are being looked for. */
        DRAFT,
        /** Its list is made, and was never approved. */
        REVIEW,
        APPROVED,
        ANNOUNCED,
        ENFORCED
    }

    /** Whether the list as it now stands is the one that was approved. */
    public boolean approved() {
        return approvedRevision != null && approvedRevision == revision;
    }

    public boolean enforced() {
        return state == State.ENFORCED;
    }
}
