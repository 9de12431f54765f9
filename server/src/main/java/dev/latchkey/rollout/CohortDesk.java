package dev.latchkey.rollout;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Begins lists, notes that their users were told, and moves them to another connection. */
@Component
public class CohortDesk {
    private static final int LONGEST_NAME = 100;

    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final Rollouts rollouts;
    private final FactsReader facts;
    private final RolloutGate gate;
    private final OrganizationLock lock;
    private final Audit audit;
    private final Clock clock;

    CohortDesk(
            JdbcClient jdbc,
            Cohorts cohorts,
            Rollouts rollouts,
            FactsReader facts,
            RolloutGate gate,
            OrganizationLock lock,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.rollouts = rollouts;
        this.facts = facts;
        this.gate = gate;
        this.lock = lock;
        this.audit = audit;
        this.clock = clock;
    }

    /** Begins a list once the test is confirmed. */
    @Transactional
    public Result<Cohort> begin(Caller caller, Rollout rollout, String name) {
        String plain = name.strip();
        Optional<Problem> problem =
                Problem.when(
                                plain.isEmpty()
                                        || plain.length() > LONGEST_NAME
                                        || plain.codePoints().anyMatch(Character::isISOControl),
                                RolloutError.NAME_UNUSABLE)
                        .or(() -> gate.before(rollout, Step.IDENTIFIED));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        CohortId id = CohortId.next();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state, created_at,
                            created_by)
                        values (?, ?, ?, ?, ?, 'DRAFT', ?, ?)
                        """)
                .params(
                        caller.organization().value(),
                        id.value(),
                        rollout.id().value(),
                        Objects.requireNonNull(rollout.connection()).value(),
                        plain,
                        Timestamp.from(clock.instant()),
                        caller.actor().name())
                .update();
        audit.record(
                caller.actor(),
                caller.organization(),
                RolloutAction.COHORT_BEGUN,
                "cohort",
                id.toString(),
                Map.of("list", plain, "rollout", rollout.id().toString()));
        return Result.ok(cohorts.find(caller.organization(), id).orElseThrow());
    }

    /** What stands in the way of telling the users; empty when they may be told. */
    public Optional<Problem> beforeTelling(Cohort cohort) {
        return gate.before(cohort, Step.ANNOUNCED);
    }

    /** Notes that the users of this approved revision were told. */
    @Transactional
    public Result<Cohort> told(
            Actor actor, OrganizationId organization, CohortId id, int revision) {
        lock.take(organization);
        int changed =
                jdbc.sql(
                                """
                                update cohort set state = 'ANNOUNCED'
                                where organization_id = ? and id = ? and state = 'APPROVED' and approved_revision = ?
                                  and revision = ?
                                """)
                        .params(organization.value(), id.value(), revision, revision)
                        .update();
        if (changed == 0) {
            return Result.refused(RolloutError.CHANGED_MEANWHILE, "");
        }
        audit.record(
                actor,
                organization,
                RolloutAction.COHORT_TOLD,
                "cohort",
                id.toString(),
                Map.of("revision", revision));
        return Result.ok(cohorts.find(organization, id).orElseThrow());
    }

    /**
     * Moves a list to another connection of the organization in one step (requirement D8): the users' only way in
     * changes from one that works to one that works. The customer's alone, and only to a connection whose own test was
     * confirmed by both sides.
     */
    @Transactional
    public Result<Cohort> move(Caller caller, Cohort given, ConnectionId target) {
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        Optional<Problem> problem =
                RolloutGate.only(Side.CUSTOMER, caller).or(() -> untested(caller, target));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        jdbc.sql("update cohort set connection_id = ? where organization_id = ? and id = ?")
                .params(target.value(), caller.organization().value(), cohort.id().value())
                .update();
        audit.record(
                caller.actor(),
                caller.organization(),
                RolloutAction.COHORT_MOVED,
                "cohort",
                cohort.id().toString(),
                Map.of("from", cohort.connection().toString(), "to", target.toString()));
        return Result.ok(cohorts.find(caller.organization(), cohort.id()).orElseThrow());
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
