package dev.latchkey.cohorts;

import dev.latchkey.shared.Problem;
import java.util.Optional;

/** Says whether the users of a list may be identified now; the path of the rollout answers. */
public interface CohortGate {
    /** What stands in the way; empty when the list may be made. */
    Optional<Problem> beforeIdentifying(Cohort cohort);
}
