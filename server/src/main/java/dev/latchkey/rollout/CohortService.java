package dev.latchkey.rollout;

import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Begins lists, notes that their users were told, and moves them to another connection. */
@Component
public class CohortService {
    private static final int LONGEST_NAME = 100;

    private final Door door;
    private final Cohorts cohorts;
    private final Rollouts rollouts;
    private final FactsReader facts;
    private final RolloutGate gate;

    CohortService(
            Door door, Cohorts cohorts, Rollouts rollouts, FactsReader facts, RolloutGate gate) {
        this.door = door;
        this.cohorts = cohorts;
        this.rollouts = rollouts;
        this.facts = facts;
        this.gate = gate;
    }

    /** Begins a list once the test is confirmed. */
    @Transactional
    public Result<Cohort> begin(Caller caller, Rollout given, String name) {
        return door.enter(caller, RolloutPermission.BEGIN_LIST)
                .to(() -> rollouts.find(caller.organization(), given.id()))
                .unless(rollout -> Problem.when(!usable(name.strip()), RolloutError.NAME_UNUSABLE))
                .unless(rollout -> gate.before(rollout, Step.IDENTIFIED))
                .change(rollout -> begun(caller, rollout, name.strip()));
    }

    private static boolean usable(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
    }

    private Done<Cohort> begun(Caller caller, Rollout rollout, String name) {
        ConnectionId connection = Objects.requireNonNull(rollout.connection());
        Cohort cohort = cohorts.begin(caller, rollout.id(), connection, name);
        return Done.recorded(
                cohort,
                RolloutAction.COHORT_BEGUN,
                Subject.of(cohort.id()),
                Map.of("list", name, "rollout", rollout.id().toString()));
    }

    /** What stands in the way of telling the users; empty when they may be told. */
    public Optional<Problem> beforeTelling(Cohort cohort) {
        return gate.before(cohort, Step.ANNOUNCED);
    }

    /** Notes that the users of this approved revision were told. */
    @Transactional
    public Result<Cohort> told(Caller caller, CohortId id, int revision) {
        return door.enter(caller, RolloutPermission.NOTE_TOLD)
                .to(() -> cohorts.lock(caller.organization(), id))
                .attempt(cohort ->
                        cohorts.tell(cohort, revision)
                                ? Result.ok(
                                        Done.recorded(
                                                cohorts.find(caller.organization(), id)
                                                        .orElseThrow(),
                                                RolloutAction.COHORT_TOLD,
                                                Subject.of(id),
                                                Map.of("revision", revision)))
                                : Result.refused(RolloutError.CHANGED_MEANWHILE, ""));
    }

    /**
     * Moves a list to another connection of the organization in one step (requirement D8): the users' only way in
     * changes from one that works to one that works, which is one whose own test was confirmed by both sides.
     */
    @Transactional
    public Result<Cohort> move(Caller caller, Cohort given, ConnectionId target) {
        return door.enter(caller, RolloutPermission.MOVE_LIST)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(cohort -> untested(caller, target))
                .change(cohort ->
                        cohort.connection().equals(target)
                                ? Done.withoutRecord(cohort)
                                : Done.recorded(
                                        cohorts.move(cohort, target),
                                        RolloutAction.COHORT_MOVED,
                                        Subject.of(cohort.id()),
                                        Map.of(
                                                "from",
                                                cohort.connection().toString(),
                                                "to",
                                                target.toString())));
    }

    private Optional<Problem> untested(Caller caller, ConnectionId target) {
        Optional<Rollout> other = rollouts.under(caller.organization(), target);
        if (other.isEmpty()) {
            return Optional.of(new Problem(RolloutError.CONNECTION_UNKNOWN, target.toString()));
        }
        Facts now = facts.of(other.get());
        boolean works = now.connected().active() && now.progress().has(Step.CONFIRMED);
        return Problem.when(!works, RolloutError.TEST_OUTDATED);
    }
}
