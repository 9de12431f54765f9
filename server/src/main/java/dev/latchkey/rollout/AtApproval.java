package dev.latchkey.rollout;

import dev.latchkey.cohorts.Cohort;

/** Told when a list is approved, in the same transaction. */
public interface AtApproval {
    void approved(Cohort cohort);
}
