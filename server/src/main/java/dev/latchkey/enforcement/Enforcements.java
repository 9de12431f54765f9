package dev.latchkey.enforcement;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.CohortLists;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.rollout.Confirmation;
import dev.latchkey.rollout.Confirmations;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.RolloutGate;
import dev.latchkey.rollout.Side;
import dev.latchkey.rollout.Step;
import dev.latchkey.shared.Large;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The switch, its undoing and its return (requirements A15, D4, D8). Each changes the row of one list, so that it holds
 * for all its users at one moment and no sign-in waits for it.
 */
@Component
public class Enforcements {
    /** For how long one action brings back what was undone. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final String OTHER_ADDRESS = "Another address since the approval";

    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final CohortLists lists;
    private final RolloutGate gate;
    private final GoAheads goAheads;
    private final Confirmations confirmations;
    private final Connections connections;
    private final OrganizationLock lock;
    private final SchedulerClient scheduler;
    private final Audit audit;
    private final Clock clock;

    Enforcements(
            JdbcClient jdbc,
            Cohorts cohorts,
            CohortLists lists,
            RolloutGate gate,
            GoAheads goAheads,
            Confirmations confirmations,
            Connections connections,
            OrganizationLock lock,
            SchedulerClient scheduler,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.lists = lists;
        this.gate = gate;
        this.goAheads = goAheads;
        this.confirmations = confirmations;
        this.connections = connections;
        this.lock = lock;
        this.scheduler = scheduler;
        this.audit = audit;
        this.clock = clock;
    }

    /** Switches all users of an approved list, on the customer's go-ahead and not before. */
    @Large
    @Transactional
    public Result<Cohort> enforce(Caller caller, Cohort given) {
        leaveRoomForSignIns();
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        Optional<Problem> problem =
                Problem.when(cohort.enforced(), CohortError.LIST_ENFORCED)
                        .or(() -> gate.before(cohort, Step.ENFORCED))
                        .or(() -> notNow(cohort, goAhead(cohort)));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        Confirmation goAhead = goAhead(cohort);
        long changed = leaveOutWhoChanged(caller, cohort);
        set(
                caller,
                cohort,
                goAhead.about().get("newUsersOfTheDomains") instanceof Boolean yes && yes);
        PlannedSwitch.cancel(jdbc, cohort);
        if (!goAhead.text("passwordSessions").equals("KEEP")) {
            SessionEnd.schedule(scheduler, cohort, clock.instant());
        }
        audit.record(
                caller.actor(),
                caller.organization(),
                EnforcementAction.COHORT_ENFORCED,
                "cohort",
                cohort.id().toString(),
                Map.of(
                        "list", cohort.name(),
                        "revision", cohort.revision(),
                        "users", lists.count(cohort).in() - changed,
                        "leftOutForAnotherAddress", changed,
                        "goAheadBy", goAhead.person()));
        return Result.ok(cohorts.find(caller.organization(), cohort.id()).orElseThrow());
    }

    /** A list of a million is looked through by one processor: the others are for those who sign in meanwhile. */
    private void leaveRoomForSignIns() {
        jdbc.sql("set local max_parallel_workers_per_gather = 0").update();
    }

    private Confirmation goAhead(Cohort cohort) {
        return confirmations.standing(cohort, Confirmation.Kind.GO_AHEAD).orElseThrow();
    }

    private Optional<Problem> notNow(Cohort cohort, Confirmation goAhead) {
        String when = goAhead.text("when");
        boolean early = !when.equals("NOW") && Instant.parse(when).isAfter(clock.instant());
        return Problem.when(early, EnforcementError.NOT_YET)
                .or(() ->
                        Problem.when(
                                goAheads.otherDomains(cohort, goAhead),
                                EnforcementError.GO_AHEAD_OUTDATED))
                .or(() -> broken(cohort))
                .or(() ->
                        goAheads.guards(
                                cohort,
                                UserId.parse(goAhead.personId()).orElseThrow(),
                                UserId.parse(goAhead.text("vouching")).orElse(null)));
    }

    private Optional<Problem> broken(Cohort cohort) {
        boolean works =
                connections
                        .find(cohort.organization(), cohort.connection())
                        .filter(Connection::active)
                        .isPresent();
        return Problem.when(!works, EnforcementError.CONNECTION_DISABLED);
    }

    /** Whoever got another address after the approval was not approved under it (requirement D7). */
    private long leaveOutWhoChanged(Caller caller, Cohort cohort) {
        return jdbc.sql(
                        """
                        insert into cohort_release (organization_id, cohort_id, user_id, kind, reason, released_at,
                            released_by)
                        select cu.organization_id, cu.cohort_id, cu.user_id, 'CHANGED', :why, :at, :by
                        from cohort_member_in(:org, :cohort, :revision) cu
                        join directory_user u on u.organization_id = cu.organization_id and u.id = cu.user_id
                        where cu.decision = 'IN' and u.email <> cu.email
                        on conflict do nothing
                        """)
                .param("why", OTHER_ADDRESS)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", caller.actor().name())
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", cohort.revision())
                .update();
    }

    private void set(Caller caller, Cohort cohort, boolean newUsers) {
        jdbc.sql(
                        """
                        update cohort set state = 'ENFORCED', enforced_at = :at, enforced_by = :by, new_users = :new,
                            undone_at = null, undone_by = null, undone_why = null
                        where organization_id = :org and id = :id
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", caller.actor().name())
                .param("new", newUsers)
                .param("org", cohort.organization().value())
                .param("id", cohort.id().value())
                .update();
    }

    /** Undoes the switch of a whole list at once; whoever is signed in stays so. Either side may. */
    @Large
    @Transactional
    public Result<Cohort> undo(Caller caller, Cohort given, String reason) {
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        Optional<Problem> problem =
                Problem.when(!cohort.enforced(), EnforcementError.NOT_ENFORCED)
                        .or(() -> Problem.when(!sound(reason), CohortError.REASON_MISSING));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        jdbc.sql(
                        """
                        update cohort set state = 'ANNOUNCED', enforced_at = null, enforced_by = null,
                            undone_at = ?, undone_by = ?, undone_why = ?
                        where organization_id = ? and id = ?
                        """)
                .params(
                        Timestamp.from(clock.instant()),
                        caller.actor().name(),
                        reason.strip(),
                        caller.organization().value(),
                        cohort.id().value())
                .update();
        confirmations.withdraw(
                caller,
                cohort.rollout(),
                cohort.id(),
                Confirmation.Kind.GO_AHEAD,
                Side.CUSTOMER,
                "the switch was undone");
        record(caller, cohort, EnforcementAction.COHORT_UNDONE, reason.strip());
        return Result.ok(cohorts.find(caller.organization(), cohort.id()).orElseThrow());
    }

    /** Undoes the switch of all lists of a rollout, in one step. Returns how many there were. */
    @Large
    @Transactional
    public Result<Integer> undoAll(Caller caller, Rollout rollout, String reason) {
        lock.take(caller.organization());
        if (!sound(reason)) {
            return Result.refused(CohortError.REASON_MISSING, "");
        }
        List<Cohort> switched =
                cohorts.of(caller.organization(), rollout.id()).stream()
                        .filter(Cohort::enforced)
                        .toList();
        if (switched.isEmpty()) {
            return Result.refused(EnforcementError.NOT_ENFORCED, "");
        }
        switched.forEach(cohort -> undo(caller, cohort, reason));
        return Result.ok(switched.size());
    }

    static boolean sound(String reason) {
        return !reason.isBlank() && reason.length() <= 500;
    }

    /** Brings back what was undone in the last 30 days. The customer's alone: it is a go-ahead of its own. */
    @Large
    @Transactional
    public Result<Cohort> restore(Caller caller, Cohort given) {
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        Optional<Problem> problem =
                RolloutGate.only(Side.CUSTOMER, caller)
                        .or(() -> undoneLately(cohort))
                        .or(() -> broken(cohort))
                        .or(() ->
                                goAheads.guards(
                                        cohort,
                                        UserId.parse(String.valueOf(caller.actor().id()))
                                                .orElseThrow(),
                                        null));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        leaveOutWhoChanged(caller, cohort);
        confirmations.give(
                caller,
                cohort.rollout(),
                cohort.id(),
                Confirmation.Kind.GO_AHEAD,
                Map.of(
                        "list", cohort.name(),
                        "revision", cohort.revision(),
                        "users", lists.count(cohort).in(),
                        "when", "NOW",
                        "passwordSessions", "KEEP",
                        "newUsersOfTheDomains", cohort.newUsers(),
                        "restored", true));
        set(caller, cohort, cohort.newUsers());
        record(caller, cohort, EnforcementAction.COHORT_RESTORED, "");
        return Result.ok(cohorts.find(caller.organization(), cohort.id()).orElseThrow());
    }

    private Optional<Problem> undoneLately(Cohort cohort) {
        Instant undone = cohort.undoneAt();
        boolean ready = cohort.state() == Cohort.State.ANNOUNCED && cohort.approved();
        return Problem.when(undone == null || !ready, EnforcementError.NOT_ENFORCED)
                .or(() ->
                        Problem.when(
                                undone != null && undone.plus(KEPT).isBefore(clock.instant()),
                                EnforcementError.TOO_LATE));
    }

    private void record(Caller caller, Cohort cohort, AuditAction action, String reason) {
        audit.record(
                caller.actor(),
                caller.organization(),
                action,
                "cohort",
                cohort.id().toString(),
                Map.of(
                        "list", cohort.name(),
                        "users", lists.count(cohort).in(),
                        "reason", reason));
    }
}
