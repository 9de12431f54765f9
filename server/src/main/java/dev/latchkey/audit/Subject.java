package dev.latchkey.audit;

import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.UserId;

/**
 * What an action was done to.
 *
 * @param kind as the audit log names it, such as {@code user}
 * @param id the SID
 */
public record Subject(String kind, String id) {
    public static Subject of(UserId user) {
        return new Subject("user", user.toString());
    }

    public static Subject of(CohortId cohort) {
        return new Subject("cohort", cohort.toString());
    }

    public static Subject of(RolloutId rollout) {
        return new Subject("rollout", rollout.toString());
    }
}
