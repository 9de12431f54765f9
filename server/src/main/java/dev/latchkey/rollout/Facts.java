package dev.latchkey.rollout;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.connections.Connection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rollout with all that its path depends on, as it is at this moment. */
public record Facts(
        Rollout rollout,
        @Nullable Connection connection,
        List<PilotResult> pilots,
        List<Confirmation> confirmations,
        List<CohortFacts> lists,
        Progress progress) {

    /** What stands of this kind from this side. */
    public Optional<Confirmation> inForce(Confirmation.Kind kind, Side side) {
        return confirmations.stream()
                .filter(each -> each.stands() && each.kind() == kind && each.side() == side)
                .findFirst();
    }

    public Optional<Confirmation> inForce(Confirmation.Kind kind, Cohort cohort) {
        return confirmations.stream()
                .filter(each -> each.stands() && each.kind() == kind)
                .filter(each -> cohort.id().equals(each.cohort()))
                .findFirst();
    }

    /** Whether anybody uses SSO only. */
    public boolean switched() {
        return lists.stream().anyMatch(each -> each.cohort().enforced());
    }

    public CohortFacts list(Cohort cohort) {
        return lists.stream()
                .filter(each -> each.cohort().id().equals(cohort.id()))
                .findFirst()
                .orElseThrow();
    }

    /** Only behind {@link Step#DETAILS}. */
    Connection connected() {
        return Objects.requireNonNull(connection);
    }
}
