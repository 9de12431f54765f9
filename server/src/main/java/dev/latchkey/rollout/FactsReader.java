package dev.latchkey.rollout;

import dev.latchkey.cohorts.AllFindings;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.ListCount;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds out which steps are done. Nothing is kept: a step that a change undid is open again. */
@Component
public class FactsReader {
    private final Connections connections;
    private final Pilots pilots;
    private final Confirmations confirmations;
    private final Cohorts cohorts;
    private final CohortMembers lists;
    private final AllFindings findings;

    FactsReader(
            Connections connections,
            Pilots pilots,
            Confirmations confirmations,
            Cohorts cohorts,
            CohortMembers lists,
            AllFindings findings) {
        this.connections = connections;
        this.pilots = pilots;
        this.confirmations = confirmations;
        this.cohorts = cohorts;
        this.lists = lists;
        this.findings = findings;
    }

    public Facts of(Rollout rollout) {
        Connection connection =
                rollout.connection() == null
                        ? null
                        : connections
                                .find(rollout.organization(), rollout.connection())
                                .orElse(null);
        List<PilotResult> results = pilots.results(rollout);
        List<Confirmation> confirmed = confirmations.of(rollout.organization(), rollout.id());
        Facts begun =
                new Facts(
                        rollout, connection, results, confirmed, List.of(), new Progress(Set.of()));
        Set<Step> done = done(begun);
        List<CohortFacts> all =
                cohorts.of(rollout.organization(), rollout.id()).stream()
                        .map(cohort -> facts(cohort, begun, done))
                        .toList();
        return new Facts(rollout, connection, results, confirmed, all, new Progress(done));
    }

    private Set<Step> done(Facts facts) {
        Set<Step> done = EnumSet.noneOf(Step.class);
        List<PilotResult> pilots = facts.pilots();
        boolean any = !pilots.isEmpty();
        put(done, Step.DETAILS, facts.connection() != null);
        put(done, Step.CONFIGURED, configured(facts));
        put(done, Step.NOMINATED, any);
        put(done, Step.ENABLED, any && pilots.stream().allMatch(PilotResult::enabled));
        put(done, Step.TESTED, any && pilots.stream().allMatch(PilotResult::passed));
        put(done, Step.CONFIRMED, tested(facts, Side.CUSTOMER) && tested(facts, Side.OPERATOR));
        return done;
    }

    /** What the IdP has of ours is one connection's: its addresses name it. */
    private boolean configured(Facts facts) {
        Connection connection = facts.connection();
        return connection != null
                && facts.inForce(Confirmation.Kind.CONFIGURED, Side.CUSTOMER)
                        .filter(each -> each.isAbout("acsUrl", connection.id().toString()))
                        .isPresent();
    }

    /** A test that was confirmed for another connection, or another configuration of this one, is none. */
    static boolean tested(Facts facts, Side side) {
        Connection connection = facts.connection();
        return connection != null
                && facts.inForce(Confirmation.Kind.TEST, side)
                        .filter(each -> each.says("connection", connection.id().toString()))
                        .filter(each -> each.configuration() == connection.configuration())
                        .isPresent();
    }

    private CohortFacts facts(Cohort cohort, Facts facts, Set<Step> before) {
        ListCount count = lists.count(cohort);
        List<String> unsettled =
                cohort.approved() && !cohort.enforced() ? findings.unsettled(cohort) : List.of();
        Set<Step> done = EnumSet.noneOf(Step.class);
        done.addAll(before);
        boolean told =
                cohort.state() == Cohort.State.ANNOUNCED || cohort.state() == Cohort.State.ENFORCED;
        put(done, Step.IDENTIFIED, cohort.state() != Cohort.State.DRAFT && count.in() > 0);
        put(done, Step.REVIEWED, cohort.approved());
        put(done, Step.READY, cohort.approved() && unsettled.isEmpty());
        put(done, Step.ANNOUNCED, cohort.approved() && told);
        put(done, Step.GO_AHEAD, goAhead(cohort, facts));
        put(done, Step.ENFORCED, cohort.enforced());
        return new CohortFacts(cohort, count, unsettled, new Progress(done));
    }

    /** A go-ahead for another revision of the list is none. */
    private static boolean goAhead(Cohort cohort, Facts facts) {
        return facts.inForce(Confirmation.Kind.GO_AHEAD, cohort)
                .filter(each -> each.number("revision") == cohort.revision())
                .isPresent();
    }

    private static void put(Set<Step> done, Step step, boolean holds) {
        if (holds) {
            done.add(step);
        }
    }
}
