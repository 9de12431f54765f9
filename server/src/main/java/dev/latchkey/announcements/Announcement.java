package dev.latchkey.announcements;

import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the users of one list are told, and how far that has come.
 *
 * @param version of the wording; 0 where nobody has touched it
 * @param revision of the list whose users are mailed; null before the first start
 * @param run which start this is
 * @param failures how often in a row the mail server was away
 * @param lastError what went wrong last, in plain words
 */
record Announcement(
        OrganizationId organization,
        CohortId cohort,
        Wording wording,
        int version,
        @Nullable Instant changedAt,
        @Nullable String changedBy,
        State state,
        @Nullable Integer revision,
        int run,
        int failures,
        @Nullable String lastError,
        @Nullable Instant startedAt,
        @Nullable String startedBy) {

    /** How far it has come. */
    enum State {
        DRAFT,
        SENDING,
        PAUSED,
        /** Nothing is left to be sent; the customer must say what becomes of those who got none. */
        WAITING,
        TOLD
    }

    static Announcement untouched(OrganizationId organization, CohortId cohort) {
        return new Announcement(
                organization,
                cohort,
                Wording.USUAL,
                0,
                null,
                null,
                State.DRAFT,
                null,
                0,
                0,
                null,
                null,
                null);
    }

    public boolean begun() {
        return state != State.DRAFT;
    }

    public boolean sending() {
        return state == State.SENDING;
    }

    /** Only once it has begun. */
    int mailed() {
        return Objects.requireNonNull(revision);
    }
}
