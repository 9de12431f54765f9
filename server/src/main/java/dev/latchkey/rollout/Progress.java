package dev.latchkey.rollout;

import dev.latchkey.shared.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which steps are done, as things stand now. */
public record Progress(Set<Step> done) {
    public Progress {
        done = done.isEmpty() ? EnumSet.noneOf(Step.class) : EnumSet.copyOf(done);
    }

    public boolean has(Step step) {
        return done.contains(step);
    }

    /** The first step that isn't done; empty when all are. */
    public Optional<Step> next() {
        return Arrays.stream(Step.values()).filter(step -> !has(step)).findFirst();
    }

    /** What stands in the way of taking this step (requirement D15): the first earlier one that isn't done. */
    Optional<Problem> before(Step step) {
        return Arrays.stream(Step.values())
                .takeWhile(each -> each != step)
                .filter(each -> !has(each))
                .findFirst()
                .map(each -> new Problem(RolloutError.OUT_OF_ORDER, each.missing()));
    }
}
