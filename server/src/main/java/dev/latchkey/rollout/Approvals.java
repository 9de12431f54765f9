package dev.latchkey.rollout;

import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.CohortLists;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.Findings;
import dev.latchkey.cohorts.ListCount;
import dev.latchkey.shared.Large;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The customer's approval of a list (requirements A12, D7, D15): it records exactly what was approved. */
@Component
public class Approvals {
    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final CohortLists lists;
    private final RolloutGate gate;
    private final Confirmations confirmations;
    private final ObjectProvider<Findings> findings;
    private final OrganizationLock lock;

    Approvals(
            JdbcClient jdbc,
            Cohorts cohorts,
            CohortLists lists,
            RolloutGate gate,
            Confirmations confirmations,
            ObjectProvider<Findings> findings,
            OrganizationLock lock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.lists = lists;
        this.gate = gate;
        this.confirmations = confirmations;
        this.findings = findings;
        this.lock = lock;
    }

    /**
     * Approves a list as the page showed it.
     *
     * @param revision that was shown
     * @param changes how often it had been changed then
     * @param comparedElsewhere that the customer says to have compared it with their IdP's users in another way
     */
    @Large
    @Transactional
    public Result<Cohort> approve(
            Caller caller, Cohort given, int revision, int changes, boolean comparedElsewhere) {
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        ListCount count = lists.count(cohort);
        Optional<Problem> problem =
                problem(caller, cohort, count, revision, changes, comparedElsewhere);
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        String digest = digest(cohort);
        jdbc.sql(
                        """
                        update cohort set approved_revision = ?, state = 'APPROVED'
                        where organization_id = ? and id = ?
                        """)
                .params(revision, caller.organization().value(), cohort.id().value())
                .update();
        jdbc.sql(
                        """
                        update cohort_revision set digest = ?
                        where organization_id = ? and cohort_id = ? and revision = ?
                        """)
                .params(digest, caller.organization().value(), cohort.id().value(), revision)
                .update();
        // Whoever stood back from an earlier list is approved anew; who has no SSO on request stays
        // without.
        jdbc.sql(
                        """
                        delete from cohort_release where organization_id = ? and cohort_id = ? and kind <> 'DISABLED'
                        """)
                .params(caller.organization().value(), cohort.id().value())
                .update();
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
        return Result.ok(cohorts.find(caller.organization(), cohort.id()).orElseThrow());
    }

    private Optional<Problem> problem(
            Caller caller,
            Cohort cohort,
            ListCount count,
            int revision,
            int changes,
            boolean comparedElsewhere) {
        if (cohort.enforced()) {
            return Optional.of(new Problem(CohortError.LIST_ENFORCED, cohort.name()));
        }
        return RolloutGate.only(Side.CUSTOMER, caller)
                .or(() -> gate.before(cohort, Step.REVIEWED))
                .or(() -> stale(cohort, count, revision, changes))
                .or(() -> uncompared(cohort, comparedElsewhere))
                .or(() -> overlap(cohort));
    }

    private static Optional<Problem> stale(
            Cohort cohort, ListCount count, int revision, int changes) {
        return cohort.revision() == revision && count.changes() == changes
                ? Optional.empty()
                : Optional.of(new Problem(RolloutError.CHANGED_MEANWHILE, null));
    }

    private Optional<Problem> uncompared(Cohort cohort, boolean comparedElsewhere) {
        return comparedElsewhere || comparedWith(cohort) != null
                ? Optional.empty()
                : Optional.of(new Problem(RolloutError.COMPARISON_UNSAID, null));
    }

    private @Nullable String comparedWith(Cohort cohort) {
        return findings.stream()
                .map(each -> each.comparedWith(cohort))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A user is in one approved list at most. All approvals of an organization wait for one another. */
    private Optional<Problem> overlap(Cohort cohort) {
        long both =
                jdbc.sql(
                                """
                                select count(*) from cohort_member_latest l
                                where l.organization_id = :org and l.cohort_id = :cohort and l.decision = 'IN' and exists (
                                    select 1 from cohort_member m
                                    where m.organization_id = :org and m.user_id = l.user_id and m.decision = 'IN'
                                      and m.cohort_id <> :cohort and m.state in ('APPROVED', 'ANNOUNCED', 'ENFORCED'))
                                """)
                        .param("org", cohort.organization().value())
                        .param("cohort", cohort.id().value())
                        .query(Long.class)
                        .single();
        return both == 0
                ? Optional.empty()
                : Optional.of(new Problem(RolloutError.LIST_OVERLAPS, both + " users"));
    }

    private Map<String, Object> about(Cohort cohort, ListCount count, String digest) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("list", cohort.name());
        about.put("revision", cohort.revision());
        about.put("usersIn", count.in());
        about.put("usersOut", count.out());
        about.put("sha256", digest);
        String with = comparedWith(cohort);
        about.put("comparedWith", with == null ? "in another way, as the customer says" : with);
        return about;
    }

    /** Over a line for each user, by address: SID, address and decision, with a tab between and a newline behind. */
    private String digest(Cohort cohort) {
        MessageDigest sha256 = sha256();
        lists.decisions(
                cohort,
                cohort.revision(),
                user ->
                        sha256.update(
                                (user.user()
                                                + "\t"
                                                + user.email()
                                                + "\t"
                                                + (user.in() ? "IN" : "OUT")
                                                + "\n")
                                        .getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }
}
