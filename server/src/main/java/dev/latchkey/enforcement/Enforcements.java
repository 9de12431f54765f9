package dev.latchkey.enforcement;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.rollout.Confirmation;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.turns.Large;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The switch of a list to SSO only (requirements A16, D3, D7, D8), its undoing, and bringing it back. */
@Component
class Enforcements {
    private final Door door;
    private final Cohorts cohorts;
    private final CohortMembers lists;
    private final SwitchGuards guards;
    private final GoAheads goAheads;
    private final SwitchSchedule schedule;
    private final ExemptionStore exemptions;

    Enforcements(
            Door door,
            Cohorts cohorts,
            CohortMembers lists,
            SwitchGuards guards,
            GoAheads goAheads,
            SwitchSchedule schedule,
            ExemptionStore exemptions) {
        this.door = door;
        this.cohorts = cohorts;
        this.lists = lists;
        this.guards = guards;
        this.goAheads = goAheads;
        this.schedule = schedule;
        this.exemptions = exemptions;
    }

    /** Switches all users of an approved list, on the customer's go-ahead and not before. */
    @Large
    @Transactional
    public Result<Cohort> enforce(Caller caller, Cohort given) {
        lists.leaveRoomForSignIns();
        return door.enter(caller, EnforcementPermission.ENFORCE)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(guards::beforeSwitch)
                .attempt(cohort -> {
                    Confirmation goAhead = goAheads.inForce(cohort);
                    return Result.of(
                            guards.ofSwitch(cohort, goAhead),
                            () -> Result.ok(switched(caller, cohort, goAhead)));
                });
    }

    private Done<Cohort> switched(Caller caller, Cohort cohort, Confirmation goAhead) {
        Terms terms = Terms.of(goAhead);
        long changed = exemptions.leaveOutWhoChanged(caller, cohort);
        Cohort enforced = cohorts.enforce(caller, cohort, terms.newUsers());
        schedule.plan(cohort, null);
        if (!terms.keepSessions()) {
            schedule.endPasswordSessions(cohort);
        }
        return Done.recorded(
                enforced,
                EnforcementAction.COHORT_ENFORCED,
                Subject.of(cohort.id()),
                Map.of(
                        "list", cohort.name(),
                        "revision", cohort.revision(),
                        "users", lists.count(cohort).in() - changed,
                        "leftOutForAnotherAddress", changed,
                        "goAheadBy", goAhead.person()));
    }

    /** Undoes the switch of a whole list at once; whoever is signed in stays so. Either side may. */
    @Large
    @Transactional
    public Result<Cohort> undo(Caller caller, Cohort given, String reason) {
        return door.enter(caller, EnforcementPermission.UNDO)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(cohort -> guards.ofUndo(cohort, reason))
                .change(cohort -> {
                    Cohort undone = cohorts.undo(caller, cohort, reason.strip());
                    goAheads.end(caller, cohort, "the switch was undone");
                    return recorded(undone, EnforcementAction.COHORT_UNDONE, reason.strip());
                });
    }

    /** Undoes the switch of all lists of a rollout, in one step. Returns how many there were. */
    @Large
    @Transactional
    public Result<Integer> undoAll(Caller caller, Rollout rollout, String reason) {
        return door.enter(caller, EnforcementPermission.UNDO)
                .with(rollout)
                .unless(of -> CohortError.ifUnsound(reason))
                .attempt(of -> {
                    List<Cohort> switched =
                            cohorts.of(caller.organization(), of.id()).stream()
                                    .filter(Cohort::enforced)
                                    .toList();
                    for (Cohort cohort : switched) {
                        if (undo(caller, cohort, reason)
                                instanceof Result.Refused<Cohort>(List<Problem> problems)) {
                            throw new IllegalStateException(
                                    "a list that was just seen switched can't be undone: "
                                            + problems);
                        }
                    }
                    return switched.isEmpty()
                            ? Result.refused(EnforcementError.NOT_ENFORCED, "")
                            : Result.ok(Done.withoutRecord(switched.size()));
                });
    }

    /** Brings back what was undone in the last 30 days. The customer's alone: it is a go-ahead of its own. */
    @Large
    @Transactional
    public Result<Cohort> restore(Caller caller, Cohort given) {
        return door.enter(caller, EnforcementPermission.RESTORE)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(cohort -> guards.ofRestoring(caller, cohort))
                .change(cohort -> {
                    exemptions.leaveOutWhoChanged(caller, cohort);
                    goAheads.keepForRestoring(caller, cohort);
                    return recorded(
                            cohorts.enforce(caller, cohort, cohort.newUsers()),
                            EnforcementAction.COHORT_RESTORED,
                            "");
                });
    }

    private Done<Cohort> recorded(Cohort cohort, AuditAction action, String reason) {
        return Done.recorded(
                cohort,
                action,
                Subject.of(cohort.id()),
                Map.of(
                        "list", cohort.name(),
                        "users", lists.count(cohort).in(),
                        "reason", reason));
    }
}
