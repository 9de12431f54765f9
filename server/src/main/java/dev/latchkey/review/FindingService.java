package dev.latchkey.review;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.ListEdits;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.rollout.Side;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Reason;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.turns.Large;
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
class FindingService {
    private static final int AT_ONCE = 20_000;
    private static final UUID LOWEST = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final FindingQueries findings;
    private final ListEdits edits;
    private final Door door;
    private final Clock clock;

    FindingService(
            JdbcClient jdbc, FindingQueries findings, ListEdits edits, Door door, Clock clock) {
        this.jdbc = jdbc;
        this.findings = findings;
        this.edits = edits;
        this.door = door;
        this.clock = clock;
    }

    /** Says that the findings may stay. Returns for how many users. */
    @Large
    @Transactional
    public Result<Long> accept(
            Caller caller,
            Cohort given,
            FindingKind kind,
            @Nullable List<UserId> users,
            String reason) {
        return door.enter(caller, permission(kind))
                .with(given)
                .unless(cohort ->
                        kind.acceptable()
                                ? usual(cohort, users, reason)
                                : Optional.of(
                                        new Problem(ReviewError.NOT_ACCEPTABLE, kind.title())))
                .change(cohort -> {
                    long accepted = accept(caller, new Some(cohort, kind, users), reason.strip());
                    return done(
                            ReviewAction.FINDING_ACCEPTED,
                            new Some(cohort, kind, users),
                            accepted,
                            reason.strip());
                });
    }

    private static ReviewPermission permission(FindingKind kind) {
        return kind.customersAlone()
                ? ReviewPermission.ACCEPT_CUSTOMERS_FINDING
                : ReviewPermission.ACCEPT_FINDING;
    }

    /** Findings of one kind; of these users, or of all where there are none. */
    private record Some(Cohort cohort, FindingKind kind, @Nullable List<UserId> users) {}

    private long accept(Caller caller, Some some, String reason) {
        long accepted =
                findings.bind(
                                """
                                insert into finding_acceptance (organization_id, cohort_id, kind, user_id, email,
                                    reason, side, accepted_at, accepted_by)
                                select :org, :cohort, :kind, cu.user_id, cu.email, :reason, :side, :now, :by
                                """
                                        + FindingQueries.from(some.kind())
                                        + """
                                           and a.user_id is null
                                           and (cast(:ids as uuid[]) is null or cu.user_id = any(cast(:ids as uuid[])))
                                         on conflict (organization_id, cohort_id, kind, user_id) do update
                                             set email = excluded.email, reason = excluded.reason,
                                                 side = excluded.side, accepted_at = excluded.accepted_at,
                                                 accepted_by = excluded.accepted_by
                                        """,
                                some.cohort(),
                                some.kind())
                        .param("reason", reason)
                        .param("side", Side.of(caller).name())
                        .param("now", Timestamp.from(clock.instant()))
                        .param("by", caller.actor().name())
                        .param("ids", ids(some.users()))
                        .update();
        if (some.users() == null) {
            jdbc.sql("analyze finding_acceptance").update();
        }
        return accepted;
    }

    /** Takes acceptances back. */
    @Large
    @Transactional
    public Result<Long> withdraw(
            Caller caller, Cohort given, FindingKind kind, @Nullable List<UserId> users) {
        return door.enter(caller, ReviewPermission.WITHDRAW_ACCEPTANCE)
                .with(given)
                .unless(cohort -> usual(cohort, users, "withdrawn"))
                .change(cohort -> {
                    Some some = new Some(cohort, kind, users);
                    return done(
                            ReviewAction.FINDING_ACCEPTANCE_WITHDRAWN, some, withdraw(some), "");
                });
    }

    private long withdraw(Some some) {
        return jdbc.sql(
                        """
                        delete from finding_acceptance
                        where organization_id = :org and cohort_id = :cohort and kind = :kind
                          and (cast(:ids as uuid[]) is null or user_id = any(cast(:ids as uuid[])))
                        """)
                .param("org", some.cohort().organization().value())
                .param("cohort", some.cohort().id().value())
                .param("kind", some.kind().name())
                .param("ids", ids(some.users()))
                .update();
    }

    /** Leaves users out of the list. Many thousands go in parts, so that they are never all in memory. */
    @Large
    @Transactional
    public Result<Long> exclude(
            Caller caller,
            Cohort given,
            FindingKind kind,
            @Nullable List<UserId> users,
            String reason) {
        return door.enter(caller, ReviewPermission.LEAVE_OUT)
                .with(given)
                .unless(cohort -> usual(cohort, users, reason))
                .attempt(cohort -> exclude(caller, new Some(cohort, kind, users), reason));
    }

    private Result<Done<Long>> exclude(Caller caller, Some some, String reason) {
        long excluded = 0;
        List<UserId> next = next(some, LOWEST);
        while (!next.isEmpty()) {
            switch (edits.strikeOut(caller, some.cohort().id(), next, reason)) {
                case Result.Ok<Long>(Long changed) -> excluded += changed;
                case Result.Refused<Long>(List<Problem> problems) -> {
                    return new Result.Refused<>(problems);
                }
            }
            next = next(some, next.getLast().value());
        }
        return Result.ok(Done.withoutRecord(excluded));
    }

    private List<UserId> next(Some some, UUID after) {
        return findings.open(some.cohort(), some.kind(), some.users(), after, AT_ONCE);
    }

    /** Takes users into the list who were left out since they are from outside; one by one only (requirement D6). */
    @Large
    @Transactional
    public Result<Long> include(Caller caller, Cohort given, List<UserId> users) {
        return door.enter(caller, ReviewPermission.TAKE_IN)
                .with(given)
                .unless(cohort -> usual(cohort, users, "taken in"))
                .attempt(cohort ->
                        edits.takeBack(
                                        caller,
                                        cohort.id(),
                                        next(new Some(cohort, FindingKind.OUTSIDE, users), LOWEST))
                                .map(Done::withoutRecord));
    }

    private static Optional<Problem> usual(
            Cohort cohort, @Nullable List<UserId> users, String reason) {
        if (cohort.enforced()) {
            return Optional.of(new Problem(ReviewError.LIST_ENFORCED, cohort.name()));
        }
        if (users != null && users.isEmpty()) {
            return Optional.of(new Problem(ReviewError.NOBODY_CHOSEN, null));
        }
        return Problem.when(!Reason.isSound(reason), ReviewError.REASON_MISSING);
    }

    private static UUID @Nullable [] ids(@Nullable List<UserId> users) {
        return users == null ? null : users.stream().map(UserId::value).toArray(UUID[]::new);
    }

    private static Done<Long> done(AuditAction action, Some some, long count, String reason) {
        if (count == 0) {
            return Done.withoutRecord(count);
        }
        List<UserId> users = some.users();
        return Done.recorded(
                count,
                action,
                Subject.of(some.cohort().id()),
                Map.of(
                        "kind",
                        some.kind().name(),
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
