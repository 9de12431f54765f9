package dev.latchkey.rollout;

import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.AllFindings;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.ListCount;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.Result;
import dev.latchkey.turns.Large;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The customer's approval of a list (requirements A12, D7, D15): it records exactly what was approved. */
@Component
public class Approvals {
    private final Door door;
    private final Cohorts cohorts;
    private final CohortMembers lists;
    private final ApprovalGuards guards;
    private final AllFindings findings;
    private final Confirmations confirmations;
    private final ObjectProvider<AtApproval> listeners;

    Approvals(
            Door door,
            Cohorts cohorts,
            CohortMembers lists,
            ApprovalGuards guards,
            AllFindings findings,
            Confirmations confirmations,
            ObjectProvider<AtApproval> listeners) {
        this.door = door;
        this.cohorts = cohorts;
        this.lists = lists;
        this.guards = guards;
        this.findings = findings;
        this.confirmations = confirmations;
        this.listeners = listeners;
    }

    /**
     * The list as the page showed it.
     *
     * @param changes how often the revision had been changed then
     * @param comparedElsewhere that the customer says to have compared it with their IdP's users in another way
     */
    public record Shown(int revision, int changes, boolean comparedElsewhere) {}

    /** Approves a list as the page showed it. */
    @Large
    @Transactional
    public Result<Cohort> approve(Caller caller, Cohort given, Shown shown) {
        return door.enter(caller, RolloutPermission.APPROVE_LIST)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .attempt(cohort -> {
                    ListCount count = lists.count(cohort);
                    return Result.of(
                            guards.problem(cohort, count, shown),
                            () -> Result.ok(approved(caller, cohort, count)));
                });
    }

    private Done<Cohort> approved(Caller caller, Cohort cohort, ListCount count) {
        String digest = lists.digest(cohort);
        Cohort approved = cohorts.approve(cohort, digest);
        listeners.forEach(each -> each.approved(approved));
        confirmations.withdraw(
                caller,
                cohort.rollout(),
                cohort.id(),
                Confirmation.Kind.GO_AHEAD,
                Side.CUSTOMER,
                "another list was approved");
        confirmations.give(
                caller,
                cohort.rollout(),
                cohort.id(),
                Confirmation.Kind.APPROVAL,
                about(cohort, count, digest));
        return Done.withoutRecord(approved);
    }

    private Map<String, Object> about(Cohort cohort, ListCount count, String digest) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("list", cohort.name());
        about.put("revision", cohort.revision());
        about.put("usersIn", count.in());
        about.put("usersOut", count.out());
        about.put("sha256", digest);
        String with = findings.comparedWith(cohort);
        about.put("comparedWith", with == null ? "in another way, as the customer says" : with);
        return about;
    }
}
