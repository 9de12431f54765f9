package dev.latchkey.review;

import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A new address for a user, and how far it has come. It takes effect when the new mailbox has confirmed it, and for the
 * old address either its mailbox or the person who is signed in with it.
 *
 * @param askedById the SID of the admin or operator who asked; null for what was asked by an earlier version
 * @param confirmedAt when it took effect
 * @param waitsUntil until when the old mailbox can undo it; null where that mailbox confirmed it
 */
record Correction(
        OrganizationId organization,
        UUID id,
        CohortId cohort,
        UserId user,
        String oldEmail,
        String newEmail,
        Instant askedAt,
        String askedBy,
        @Nullable String askedById,
        Instant expiresAt,
        @Nullable Instant mailedAt,
        @Nullable Instant noticeMailedAt,
        @Nullable Instant newConfirmedAt,
        @Nullable Instant oldConfirmedAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant waitsUntil,
        @Nullable Instant cancelledAt,
        @Nullable Instant stoppedAt,
        @Nullable Instant undoneAt) {

    /** How far it has come. */
    enum State {
        /** Nothing has changed yet. */
        OPEN,
        /** It took effect, and the old mailbox can still undo it. */
        UNDOABLE,
        CONFIRMED,
        /** The old mailbox undid it. */
        UNDONE,
        /** The old mailbox did not want it. */
        STOPPED,
        /** Who asked for it took it back. */
        CANCELLED,
        EXPIRED
    }

    public State state(Instant now) {
        if (undoneAt != null) {
            return State.UNDONE;
        }
        if (confirmedAt != null) {
            return waitsUntil != null && now.isBefore(waitsUntil)
                    ? State.UNDOABLE
                    : State.CONFIRMED;
        }
        if (stoppedAt != null) {
            return State.STOPPED;
        }
        if (cancelledAt != null) {
            return State.CANCELLED;
        }
        return now.isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
    }

    /** Whether both have confirmed, so that it can take effect. */
    boolean agreed() {
        return newConfirmedAt != null && oldConfirmedAt != null;
    }
}
