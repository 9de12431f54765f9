package dev.latchkey.enforcement;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.CohortLists;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.Rules;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.login.SsoHistory;
import dev.latchkey.rollout.Confirmation;
import dev.latchkey.rollout.Confirmations;
import dev.latchkey.rollout.RolloutError;
import dev.latchkey.rollout.RolloutGate;
import dev.latchkey.rollout.Side;
import dev.latchkey.rollout.Step;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The customer's go-ahead for a switch (requirements A15, D4, D15), and its withdrawal. */
@Component
public class GoAheads {
    private static final Duration FURTHEST = Duration.ofDays(366);

    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final CohortLists lists;
    private final RolloutGate gate;
    private final Confirmations confirmations;
    private final RemainingWays ways;
    private final Directory directory;
    private final SsoHistory history;
    private final Rules rules;
    private final OrganizationLock lock;
    private final SchedulerClient scheduler;
    private final Clock clock;

    GoAheads(
            JdbcClient jdbc,
            Cohorts cohorts,
            CohortLists lists,
            RolloutGate gate,
            Confirmations confirmations,
            RemainingWays ways,
            Directory directory,
            SsoHistory history,
            Rules rules,
            OrganizationLock lock,
            SchedulerClient scheduler,
            Clock clock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.lists = lists;
        this.gate = gate;
        this.confirmations = confirmations;
        this.ways = ways;
        this.directory = directory;
        this.history = history;
        this.lock = lock;
        this.scheduler = scheduler;
        this.clock = clock;
        this.rules = rules;
    }

    /**
     * What the customer says yes to.
     *
     * @param at when; null is as soon as support is ready
     * @param keepSessions whether people who are signed in with a password stay so until that ends by itself
     * @param newUsers whether the list's domains also hold for users who are made later
     * @param vouching an emergency admin who has signed in through the connection, where the person giving the go-ahead
     *     has not
     */
    record Terms(
            int revision,
            @Nullable Instant at,
            boolean keepSessions,
            boolean newUsers,
            @Nullable UserId vouching) {}

    @Transactional
    public Result<Cohort> give(Caller caller, Cohort given, Terms terms) {
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        Optional<Problem> problem = problem(caller, cohort, terms);
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        confirmations.give(
                caller,
                cohort.rollout(),
                cohort.id(),
                Confirmation.Kind.GO_AHEAD,
                about(cohort, terms));
        plan(cohort, terms);
        return Result.ok(cohort);
    }

    private Optional<Problem> problem(Caller caller, Cohort cohort, Terms terms) {
        return RolloutGate.only(Side.CUSTOMER, caller)
                .or(() -> Problem.when(cohort.enforced(), CohortError.LIST_ENFORCED))
                .or(() -> gate.before(cohort, Step.GO_AHEAD))
                .or(() ->
                        Problem.when(
                                terms.revision() != cohort.revision(),
                                RolloutError.CHANGED_MEANWHILE))
                .or(() -> Problem.when(!soon(terms.at()), EnforcementError.TIME_UNUSABLE))
                .or(() -> guards(cohort, person(caller), terms.vouching()));
    }

    private boolean soon(@Nullable Instant at) {
        Instant now = clock.instant();
        return at == null || (at.isAfter(now) && at.isBefore(now.plus(FURTHEST)));
    }

    /**
     * What must hold when the go-ahead is given, and again when the users switch: whoever gave it came in through the
     * connection, an emergency admin's codes work, and some admin keeps a way in.
     */
    Optional<Problem> guards(Cohort cohort, UserId person, @Nullable UserId vouching) {
        boolean proven = !ways.proven(cohort.organization()).isEmpty();
        return Problem.when(!proven, EnforcementError.EMERGENCY_UNPROVEN)
                .or(() ->
                        Problem.when(
                                !vouched(cohort, person, vouching),
                                EnforcementError.ENFORCER_UNTESTED))
                .or(() ->
                        Problem.when(
                                !ways.remain(
                                        cohort.organization(),
                                        RemainingWays.Change.enforcing(cohort.id())),
                                EnforcementError.NO_WAY_IN));
    }

    private boolean vouched(Cohort cohort, UserId person, @Nullable UserId vouching) {
        return cameIn(cohort, person)
                || (vouching != null
                        && ways.proven(cohort.organization()).contains(vouching)
                        && cameIn(cohort, vouching));
    }

    private boolean cameIn(Cohort cohort, UserId admin) {
        return directory
                        .user(cohort.organization(), admin)
                        .filter(User::admin)
                        .filter(User::active)
                        .isPresent()
                && history.hasSignedIn(cohort.organization(), admin, cohort.connection());
    }

    private static UserId person(Caller caller) {
        return UserId.parse(Objects.requireNonNullElse(caller.actor().id(), "")).orElseThrow();
    }

    private Map<String, Object> about(Cohort cohort, Terms terms) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("list", cohort.name());
        about.put("revision", cohort.revision());
        about.put("users", lists.count(cohort).in());
        about.put("when", terms.at() == null ? "NOW" : terms.at().toString());
        about.put("passwordSessions", terms.keepSessions() ? "KEEP" : "END");
        about.put("newUsersOfTheDomains", terms.newUsers());
        about.put("domains", domains(cohort));
        about.put("vouching", terms.vouching() == null ? "" : terms.vouching().toString());
        return about;
    }

    private List<String> domains(Cohort cohort) {
        return rules.of(cohort).stream()
                .filter(rule -> rule.kind().equals("DOMAIN"))
                .map(Rules.Rule::value)
                .toList();
    }

    /**
     * Whether new users of other domains would switch than those that the go-ahead names. One from before they were
     * kept with it names none, and is taken as it was meant then.
     */
    boolean otherDomains(Cohort cohort, Confirmation goAhead) {
        return Boolean.TRUE.equals(goAhead.about().get("newUsersOfTheDomains"))
                && goAhead.about().get("domains") instanceof List<?> confirmed
                && !confirmed.equals(domains(cohort));
    }

    private void plan(Cohort cohort, Terms terms) {
        PlannedSwitch.cancel(jdbc, cohort);
        if (terms.at() != null) {
            PlannedSwitch.schedule(scheduler, cohort, terms.at());
        }
    }

    /** Takes the go-ahead back; what was planned does not happen. Whoever switched stays switched. */
    @Transactional
    public Result<Cohort> withdraw(Caller caller, Cohort given) {
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        Optional<Problem> problem =
                RolloutGate.only(Side.CUSTOMER, caller)
                        .or(() -> Problem.when(cohort.enforced(), CohortError.LIST_ENFORCED));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        confirmations.withdraw(
                caller,
                cohort.rollout(),
                cohort.id(),
                Confirmation.Kind.GO_AHEAD,
                Side.CUSTOMER,
                "taken back");
        PlannedSwitch.cancel(jdbc, cohort);
        return Result.ok(cohort);
    }
}
