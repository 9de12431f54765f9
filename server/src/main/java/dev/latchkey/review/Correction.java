package dev.latchkey.review;

import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A new address for a user, and how far their confirmation has come. */
record Correction(
        OrganizationId organization,
        UUID id,
        CohortId cohort,
        UserId user,
        String oldEmail,
        String newEmail,
        Instant askedAt,
        String askedBy,
        Instant expiresAt,
        @Nullable Instant mailedAt,
        @Nullable Instant noticeMailedAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant cancelledAt) {

    /** How far it has come. */
    enum State {
        OPEN,
        CONFIRMED,
        CANCELLED,
        EXPIRED
    }

    public State state(Instant now) {
        if (confirmedAt != null) {
            return State.CONFIRMED;
        }
        if (cancelledAt != null) {
            return State.CANCELLED;
        }
        return now.isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
    }
}
