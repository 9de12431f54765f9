package dev.latchkey.rollout;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortGate;
import dev.latchkey.shared.Problem;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Refuses what comes before its time (requirement D15). */
@Component
public class RolloutGate implements CohortGate {
    private final Rollouts rollouts;
    private final FactsReader facts;

    RolloutGate(Rollouts rollouts, FactsReader facts) {
        this.rollouts = rollouts;
        this.facts = facts;
    }

    /** What stands in the way of this step of a rollout. */
    public Optional<Problem> before(Rollout rollout, Step step) {
        return closed(rollout).or(() -> facts.of(rollout).progress().before(step));
    }

    @Override
    public Optional<Problem> beforeIdentifying(Cohort cohort) {
        return before(cohort, Step.IDENTIFIED);
    }

    /** What stands in the way of this step of a list. */
    public Optional<Problem> before(Cohort cohort, Step step) {
        Rollout rollout = rollouts.find(cohort.organization(), cohort.rollout()).orElseThrow();
        return closed(rollout).or(() -> facts.of(rollout).list(cohort).progress().before(step));
    }

    static Optional<Problem> closed(Rollout rollout) {
        return rollout.open()
                ? Optional.empty()
                : Optional.of(new Problem(RolloutError.ROLLOUT_CLOSED, null));
    }
}
