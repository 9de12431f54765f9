package dev.latchkey.enforcement;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Undoes the switch for some users of a list (requirement D8), and brings it back for one. */
@Component
class Exemptions {
    private final Door door;
    private final Cohorts cohorts;
    private final RemainingWays ways;
    private final ExemptionStore store;

    Exemptions(Door door, Cohorts cohorts, RemainingWays ways, ExemptionStore store) {
        this.door = door;
        this.cohorts = cohorts;
        this.ways = ways;
        this.store = store;
    }

    /** Lets users of an enforced list use their passwords again. Either side may; SSO goes on working for them. */
    @Transactional
    public Result<Integer> exempt(
            Caller caller, Cohort given, Collection<UserId> users, String reason) {
        return door.enter(caller, EnforcementPermission.EXEMPT)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(cohort -> Problem.when(!cohort.enforced(), EnforcementError.NOT_ENFORCED))
                .unless(cohort -> CohortError.ifUnsound(reason))
                .unless(cohort -> strangers(cohort, users))
                .change(cohort -> {
                    List<UserId> released = store.add(caller, cohort, users, reason.strip());
                    return new Done<>(
                            released.size(),
                            released.stream()
                                    .map(user ->
                                            entry(
                                                    cohort,
                                                    EnforcementAction.USER_SSO_RELEASED,
                                                    user,
                                                    reason.strip()))
                                    .toList());
                });
    }

    /** Whoever asks for many believes afterwards that all of them may sign in again. */
    private Optional<Problem> strangers(Cohort cohort, Collection<UserId> users) {
        List<String> strangers = store.strangers(cohort, users);
        return strangers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Problem(EnforcementError.NOT_ON_LIST, String.join(", ", strangers)));
    }

    /**
     * Ends the exemption of one user, who is then where their list is. Possible for 30 days after it began; the customer's
     * alone.
     */
    @Transactional
    public Result<Cohort> end(Caller caller, Cohort given, UserId user) {
        return door.enter(caller, EnforcementPermission.END_EXEMPTION)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(cohort ->
                        Problem.when(
                                cohort.enforced()
                                        && !ways.remain(
                                                caller.organization(),
                                                RemainingWays.Change.switching(user)),
                                EnforcementError.NO_WAY_IN))
                .attempt(cohort ->
                        store.end(cohort, user)
                                ? Result.ok(
                                        new Done<>(
                                                cohort,
                                                List.of(
                                                        entry(
                                                                cohort,
                                                                EnforcementAction.USER_SSO_RESTORED,
                                                                user,
                                                                ""))))
                                : Result.refused(EnforcementError.TOO_LATE, ""));
    }

    private static Done.Entry entry(Cohort cohort, AuditAction action, UserId user, String reason) {
        return new Done.Entry(
                action, Subject.of(user), Map.of("list", cohort.id().toString(), "reason", reason));
    }

    /** What the page shows of this user's exemption now. */
    Seen shown(Cohort cohort, UserId user) {
        return store.of(cohort).stream()
                .filter(each -> each.user().equals(user))
                .findFirst()
                .map(ExemptionStore.Exemption::seen)
                .orElseGet(() -> Seen.of("none"));
    }
}
