package dev.latchkey.enforcement;

import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.Rules;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.rollout.Confirmation;
import dev.latchkey.rollout.Confirmations;
import dev.latchkey.rollout.Side;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The customer's go-ahead for a switch (requirements A15, D4, D15), and its withdrawal. */
@Component
class GoAheads {
    private final Door door;
    private final Cohorts cohorts;
    private final CohortMembers lists;
    private final Rules rules;
    private final SwitchGuards guards;
    private final Confirmations confirmations;
    private final SwitchSchedule schedule;

    GoAheads(
            Door door,
            Cohorts cohorts,
            CohortMembers lists,
            Rules rules,
            SwitchGuards guards,
            Confirmations confirmations,
            SwitchSchedule schedule) {
        this.door = door;
        this.cohorts = cohorts;
        this.lists = lists;
        this.rules = rules;
        this.guards = guards;
        this.confirmations = confirmations;
        this.schedule = schedule;
    }

    @Transactional
    public Result<Cohort> give(Caller caller, Cohort given, Terms terms) {
        return door.enter(caller, EnforcementPermission.GIVE_GO_AHEAD)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(cohort -> guards.ofGoAhead(caller, cohort, terms))
                .change(cohort -> {
                    long users = lists.count(cohort).in();
                    keep(
                            caller,
                            cohort,
                            terms.about(cohort, users, rules.domainsOf(cohort)),
                            terms.at());
                    return Done.withoutRecord(cohort);
                });
    }

    /** Bringing back a switch that was undone is a go-ahead of its own, for at once and for the same users. */
    void keepForRestoring(Caller caller, Cohort cohort) {
        keep(
                caller,
                cohort,
                Map.of(
                        "list", cohort.name(),
                        "revision", cohort.revision(),
                        "users", lists.count(cohort).in(),
                        "when", "NOW",
                        "passwordSessions", "KEEP",
                        "newUsersOfTheDomains", cohort.newUsers(),
                        "restored", true),
                null);
    }

    /** Keeps it, and plans the switch by it in the place of what another one planned. */
    private void keep(
            Caller caller, Cohort cohort, Map<String, Object> about, @Nullable Instant at) {
        confirmations.give(
                caller, cohort.rollout(), cohort.id(), Confirmation.Kind.GO_AHEAD, about);
        schedule.plan(cohort, at);
    }

    /** The one that holds; only for a list whose steps say that there is one. */
    Confirmation inForce(Cohort cohort) {
        return confirmations.inForce(cohort, Confirmation.Kind.GO_AHEAD).orElseThrow();
    }

    /** Takes the go-ahead back; what was planned does not happen. Whoever switched stays switched. */
    @Transactional
    public Result<Cohort> withdraw(Caller caller, Cohort given) {
        return door.enter(caller, EnforcementPermission.WITHDRAW_GO_AHEAD)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(cohort -> Problem.when(cohort.enforced(), CohortError.LIST_ENFORCED))
                .change(cohort -> {
                    end(caller, cohort, "taken back");
                    return Done.withoutRecord(cohort);
                });
    }

    /** Ends the go-ahead where there is one, and what was planned by it. */
    void end(Caller caller, Cohort cohort, String why) {
        schedule.plan(cohort, null);
        confirmations.withdraw(
                caller,
                cohort.rollout(),
                cohort.id(),
                Confirmation.Kind.GO_AHEAD,
                Side.CUSTOMER,
                why);
    }
}
