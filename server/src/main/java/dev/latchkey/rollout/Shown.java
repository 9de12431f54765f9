package dev.latchkey.rollout;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.ListCount;
import dev.latchkey.cohorts.Rules;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.shared.Seen;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the pages of a rollout show of that which their forms confirm, as it is now. */
@Component
public class Shown {
    private final FactsReader facts;
    private final SubmittedDetails handedIn;
    private final Cohorts cohorts;
    private final CohortMembers lists;
    private final Rules rules;
    private final Confirmations confirmations;
    private final Connections connections;

    Shown(
            FactsReader facts,
            SubmittedDetails handedIn,
            Cohorts cohorts,
            CohortMembers lists,
            Rules rules,
            Confirmations confirmations,
            Connections connections) {
        this.facts = facts;
        this.handedIn = handedIn;
        this.cohorts = cohorts;
        this.lists = lists;
        this.rules = rules;
        this.confirmations = confirmations;
        this.connections = connections;
    }

    /** The details from which a connection would be made. */
    Seen details(Rollout rollout) {
        return details(handedIn.of(rollout).orElse(null));
    }

    static Seen details(SubmittedDetails.@Nullable Waiting waiting) {
        return waiting == null
                ? Seen.of("none")
                : Seen.of(
                        waiting.details().name(),
                        waiting.details().idpEntityId(),
                        waiting.details().ssoUrl(),
                        waiting.details().ssoBinding(),
                        String.valueOf(waiting.details().logoutRedirectUrl()),
                        waiting.certificates(),
                        waiting.at(),
                        waiting.by());
    }

    /** Our values, which the customer's IdP is to have. */
    Seen values(Facts now) {
        Connection connection = now.connection();
        return connection == null
                ? Seen.of("none")
                : Seen.of(
                        connection.id(),
                        connections.spEntityId(connection),
                        connections.acsUrl(connection));
    }

    Seen values(Rollout rollout) {
        return values(facts.of(rollout));
    }

    /** The connection as it is, the pilots, and how each fared. */
    static Seen test(Facts now) {
        Connection connection = now.connection();
        return Seen.of(
                connection == null ? "none" : connection.id() + " " + connection.version(),
                now.pilots());
    }

    Seen test(Rollout rollout) {
        return test(facts.of(rollout));
    }

    /** Which lists have switched, and when. */
    public static Seen switched(Facts now) {
        return Seen.of(
                now.lists().stream()
                        .map(CohortFacts::cohort)
                        .filter(Cohort::enforced)
                        .map(each -> each.id() + " " + each.enforcedAt())
                        .sorted()
                        .toList());
    }

    public Seen switched(Rollout rollout) {
        return switched(facts.of(rollout));
    }

    /**
     * A list as its pages show it: which revision, changed how often, by which rules, through which connection, under
     * which approval and which go-ahead. Nobody changes the list until the caller's transaction ends.
     */
    public Seen held(Cohort cohort) {
        return list(cohorts.lock(cohort.organization(), cohort.id()).orElseThrow());
    }

    public Seen list(Cohort cohort) {
        ListCount count = lists.count(cohort);
        return Seen.of(
                cohort,
                count.revision(),
                count.changes(),
                count.in(),
                count.out(),
                rules.of(cohort),
                rules.choices(cohort),
                confirmed(cohort, Confirmation.Kind.APPROVAL),
                confirmed(cohort, Confirmation.Kind.GO_AHEAD),
                connections
                        .find(cohort.organization(), cohort.connection())
                        .map(each -> each.id() + " " + each.version() + " " + each.active())
                        .orElse("none"));
    }

    private List<Object> confirmed(Cohort cohort, Confirmation.Kind kind) {
        Optional<Confirmation> standing = confirmations.inForce(cohort, kind);
        return standing.<List<Object>>map(each ->
                        List.of(each.at(), each.personId(), new TreeMap<>(each.about()).toString()))
                .orElse(List.of());
    }
}
