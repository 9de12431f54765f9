package dev.latchkey.enforcement;

import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.Rules;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.rollout.Confirmation;
import dev.latchkey.rollout.RolloutError;
import dev.latchkey.rollout.RolloutGate;
import dev.latchkey.rollout.Step;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What stands in the way of a go-ahead, of the switch, and of bringing back a switch that was undone. */
@Component
class SwitchGuards {
    /** For how long one action brings back what was undone. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final Duration FURTHEST = Duration.ofDays(366);

    private final RolloutGate gate;
    private final Vouching vouching;
    private final Connections connections;
    private final Rules rules;
    private final Clock clock;

    SwitchGuards(
            RolloutGate gate,
            Vouching vouching,
            Connections connections,
            Rules rules,
            Clock clock) {
        this.gate = gate;
        this.vouching = vouching;
        this.connections = connections;
        this.rules = rules;
        this.clock = clock;
    }

    Optional<Problem> ofGoAhead(Caller caller, Cohort cohort, Terms terms) {
        return Problem.when(cohort.enforced(), CohortError.LIST_ENFORCED)
                .or(() -> gate.before(cohort, Step.GO_AHEAD))
                .or(() ->
                        Problem.when(
                                terms.revision() != cohort.revision(),
                                RolloutError.CHANGED_MEANWHILE))
                .or(() -> Problem.when(!soon(terms.at()), EnforcementError.TIME_UNUSABLE))
                .or(() -> vouching.problem(cohort, person(caller), terms.vouching()));
    }

    private boolean soon(@Nullable Instant at) {
        Instant now = clock.instant();
        return at == null || (at.isAfter(now) && at.isBefore(now.plus(FURTHEST)));
    }

    private static UserId person(Caller caller) {
        return UserId.parse(Objects.requireNonNullElse(caller.actor().id(), "")).orElseThrow();
    }

    Optional<Problem> beforeSwitch(Cohort cohort) {
        return Problem.when(cohort.enforced(), CohortError.LIST_ENFORCED)
                .or(() -> gate.before(cohort, Step.ENFORCED));
    }

    /** What stands in the way of a switch on this go-ahead, as things are now. */
    Optional<Problem> ofSwitch(Cohort cohort, Confirmation goAhead) {
        Terms terms = Terms.of(goAhead);
        boolean early = terms.at() != null && terms.at().isAfter(clock.instant());
        return Problem.when(early, EnforcementError.NOT_YET)
                .or(() ->
                        Problem.when(
                                Terms.namesOtherDomains(goAhead, rules.domainsOf(cohort)),
                                EnforcementError.GO_AHEAD_OUTDATED))
                .or(() -> broken(cohort))
                .or(() ->
                        vouching.problem(
                                cohort,
                                UserId.parse(goAhead.personId()).orElseThrow(),
                                terms.vouching()));
    }

    private Optional<Problem> broken(Cohort cohort) {
        boolean works =
                connections
                        .find(cohort.organization(), cohort.connection())
                        .filter(Connection::active)
                        .isPresent();
        return Problem.when(!works, EnforcementError.CONNECTION_DISABLED);
    }

    Optional<Problem> ofUndo(Cohort cohort, String reason) {
        return Problem.when(!cohort.enforced(), EnforcementError.NOT_ENFORCED)
                .or(() -> CohortError.ifUnsound(reason));
    }

    Optional<Problem> ofRestoring(Caller caller, Cohort cohort) {
        Instant undone = cohort.undoneAt();
        boolean ready = cohort.state() == Cohort.State.ANNOUNCED && cohort.approved();
        return Problem.when(undone == null || !ready, EnforcementError.NOT_ENFORCED)
                .or(() ->
                        Problem.when(
                                undone != null && undone.plus(KEPT).isBefore(clock.instant()),
                                EnforcementError.TOO_LATE))
                .or(() -> broken(cohort))
                .or(() -> vouching.problem(cohort, person(caller), null));
    }
}
