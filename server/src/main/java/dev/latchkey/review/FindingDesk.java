package dev.latchkey.review;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.ListEdits;
import dev.latchkey.rollout.Side;
import dev.latchkey.shared.Large;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people decide about findings. Users are named one by one, or are all of a kind: null. */
@Component
class FindingDesk {
    private static final int AT_ONCE = 20_000;
    private static final UUID LOWEST = new UUID(0, 0);
    private static final int LONGEST_REASON = 500;

    private final JdbcClient jdbc;
    private final FindingLists findings;
    private final ListEdits edits;
    private final Audit audit;
    private final Clock clock;

    FindingDesk(JdbcClient jdbc, FindingLists findings, ListEdits edits, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.findings = findings;
        this.edits = edits;
        this.audit = audit;
        this.clock = clock;
    }

    /** Says that the findings may stay. Returns for how many users. */
    @Large
    @Transactional
    public Result<Long> accept(
            Caller caller,
            Cohort cohort,
            FindingKind kind,
            @Nullable List<UserId> users,
            String reason) {
        Optional<Problem> problem = acceptance(caller, kind).or(() -> usual(cohort, users, reason));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        long accepted =
                findings.bind(
                                """
                                insert into finding_acceptance (organization_id, cohort_id, kind, user_id, email,
                                    reason, side, accepted_at, accepted_by)
                                select :org, :cohort, :kind, cu.user_id, cu.email, :reason, :side, :now, :by
                                """
                                        + FindingLists.from(kind)
                                        + """
                                           and a.user_id is null
                                           and (cast(:ids as uuid[]) is null or cu.user_id = any(cast(:ids as uuid[])))
                                         on conflict (organization_id, cohort_id, kind, user_id) do update
                                             set email = excluded.email, reason = excluded.reason,
                                                 side = excluded.side, accepted_at = excluded.accepted_at,
                                                 accepted_by = excluded.accepted_by
                                        """,
                                cohort,
                                kind)
                        .param("reason", reason.strip())
                        .param("side", Side.of(caller).name())
                        .param("now", Timestamp.from(clock.instant()))
                        .param("by", caller.actor().name())
                        .param("ids", ids(users))
                        .update();
        if (users == null) {
            jdbc.sql("analyze finding_acceptance").update();
        }
        record(
                caller,
                cohort,
                ReviewAction.FINDING_ACCEPTED,
                kind,
                users,
                accepted,
                reason.strip());
        return Result.ok(accepted);
    }

    private static Optional<Problem> acceptance(Caller caller, FindingKind kind) {
        if (!kind.acceptable()) {
            return Optional.of(new Problem(ReviewError.NOT_ACCEPTABLE, kind.title()));
        }
        return kind.customersAlone() && !caller.admin()
                ? Optional.of(new Problem(ReviewError.CUSTOMERS_ALONE, null))
                : Optional.empty();
    }

    /** Takes acceptances back. */
    @Large
    @Transactional
    public Result<Long> withdraw(
            Caller caller, Cohort cohort, FindingKind kind, @Nullable List<UserId> users) {
        Optional<Problem> problem = usual(cohort, users, "withdrawn");
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        long withdrawn =
                jdbc.sql(
                                """
                                delete from finding_acceptance
                                where organization_id = :org and cohort_id = :cohort and kind = :kind
                                  and (cast(:ids as uuid[]) is null or user_id = any(cast(:ids as uuid[])))
                                """)
                        .param("org", cohort.organization().value())
                        .param("cohort", cohort.id().value())
                        .param("kind", kind.name())
                        .param("ids", ids(users))
                        .update();
        record(
                caller,
                cohort,
                ReviewAction.FINDING_ACCEPTANCE_WITHDRAWN,
                kind,
                users,
                withdrawn,
                "");
        return Result.ok(withdrawn);
    }

    /** Leaves users out of the list. Many thousands go in parts, so that they are never all in memory. */
    @Large
    @Transactional
    public Result<Long> exclude(
            Caller caller,
            Cohort cohort,
            FindingKind kind,
            @Nullable List<UserId> users,
            String reason) {
        Optional<Problem> problem = usual(cohort, users, reason);
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        long excluded = 0;
        UUID after = LOWEST;
        List<UserId> some = findings.open(cohort, kind, users, after, AT_ONCE);
        while (!some.isEmpty()) {
            switch (edits.strikeOut(
                    caller, cohort.id(), some, reason)) {
                case Result.Ok<Long>(Long changed) -> excluded += changed;
                case Result.Refused<Long>(List<Problem> problems) -> {
                    return new Result.Refused<>(problems);
                }
            }
            after = some.getLast().value();
            some = findings.open(cohort, kind, users, after, AT_ONCE);
        }
        return Result.ok(excluded);
    }

    /** Takes users into the list who were left out since they are from outside; one by one only (requirement D6). */
    @Large
    @Transactional
    public Result<Long> include(Caller caller, Cohort cohort, List<UserId> users) {
        Optional<Problem> problem = usual(cohort, users, "taken in");
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        List<UserId> outside = findings.open(cohort, FindingKind.OUTSIDE, users, LOWEST, AT_ONCE);
        return edits.takeBack(caller, cohort.id(), outside);
    }

    private static Optional<Problem> usual(
            Cohort cohort, @Nullable List<UserId> users, String reason) {
        if (cohort.enforced()) {
            return Optional.of(new Problem(ReviewError.LIST_ENFORCED, cohort.name()));
        }
        if (users != null && users.isEmpty()) {
            return Optional.of(new Problem(ReviewError.NOBODY_CHOSEN, null));
        }
        return reason.isBlank() || reason.length() > LONGEST_REASON
                ? Optional.of(new Problem(ReviewError.REASON_MISSING, null))
                : Optional.empty();
    }

    private static UUID @Nullable [] ids(@Nullable List<UserId> users) {
        return users == null ? null : users.stream().map(UserId::value).toArray(UUID[]::new);
    }

    private void record(
            Caller caller,
            Cohort cohort,
            AuditAction action,
            FindingKind kind,
            @Nullable List<UserId> users,
            long count,
            String reason) {
        audit.record(
                caller.actor(),
                caller.organization(),
                action,
                "cohort",
                cohort.id().toString(),
                Map.of(
                        "kind",
                        kind.name(),
                        "users",
                        users == null
                                ? "all"
                                : users.stream().limit(200).map(UserId::toString).toList(),
                        "count",
                        count,
                        "reason",
                        reason));
    }
}
