package dev.latchkey.rollout;

import dev.latchkey.cohorts.AllFindings;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.ListCount;
import dev.latchkey.shared.Problem;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What stands in the way of an approval (requirements A12, D15). */
@Component
class ApprovalGuards {
    private final CohortMembers lists;
    private final RolloutGate gate;
    private final AllFindings findings;

    ApprovalGuards(CohortMembers lists, RolloutGate gate, AllFindings findings) {
        this.lists = lists;
        this.gate = gate;
        this.findings = findings;
    }

    Optional<Problem> problem(Cohort cohort, ListCount count, Approvals.Shown shown) {
        boolean changed =
                cohort.revision() != shown.revision() || count.changes() != shown.changes();
        return CohortError.ifEnforced(cohort)
                .or(() -> gate.before(cohort, Step.REVIEWED))
                .or(() -> Problem.when(changed, RolloutError.CHANGED_MEANWHILE))
                .or(() ->
                        Problem.when(
                                !shown.comparedElsewhere() && findings.comparedWith(cohort) == null,
                                RolloutError.COMPARISON_UNSAID))
                .or(() -> overlap(cohort));
    }

    /** A user is in one approved list at most. All approvals of an organization wait for one another. */
    private Optional<Problem> overlap(Cohort cohort) {
        long both = lists.inOthers(cohort);
        return both == 0
                ? Optional.empty()
                : Optional.of(new Problem(RolloutError.LIST_OVERLAPS, both + " users"));
    }
}
