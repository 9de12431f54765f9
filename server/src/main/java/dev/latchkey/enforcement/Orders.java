package dev.latchkey.enforcement;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.RolloutGate;
import dev.latchkey.rollout.Side;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.SqlTime;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes SSO from users on the customer's request (requirement A17): asked for, approved, done, each on record. */
@Component
class Orders {
    private final JdbcClient jdbc;
    private final OrganizationLock lock;
    private final Audit audit;
    private final Clock clock;

    Orders(JdbcClient jdbc, OrganizationLock lock, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.lock = lock;
        this.audit = audit;
        this.clock = clock;
    }

    /** An order and how far it has come. */
    record Order(
            UUID id,
            String reason,
            Instant askedAt,
            String askedBy,
            @Nullable Instant approvedAt,
            @Nullable String approvedBy,
            @Nullable Instant doneAt,
            @Nullable String doneBy,
            @Nullable Instant cancelledAt,
            long users,
            String first) {
        public boolean open() {
            return doneAt == null && cancelledAt == null;
        }

        /** What the page shows of it. */
        public Seen seen() {
            return Seen.of(this);
        }
    }

    /** Asks for it. Who asks for the customer approves with it. */
    @Transactional
    public Result<UUID> ask(
            Caller caller, Rollout rollout, Collection<UserId> users, String reason) {
        if (users.isEmpty()) {
            return Result.refused(CohortError.LIST_EMPTY, "");
        }
        if (!Enforcements.sound(reason)) {
            return Result.refused(CohortError.REASON_MISSING, "");
        }
        UUID id = Sid.newUuid();
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql(
                        """
                        insert into disable_order (organization_id, id, rollout_id, reason, asked_at, asked_by,
                            approved_at, approved_by)
                        values (:org, :id, :rollout, :reason, :now, :by, :approved, :approver)
                        """)
                .param("org", caller.organization().value())
                .param("id", id)
                .param("rollout", rollout.id().value())
                .param("reason", reason.strip())
                .param("now", now)
                .param("by", caller.actor().name())
                .param("approved", caller.admin() ? now : null)
                .param("approver", caller.admin() ? caller.actor().name() : null)
                .update();
        jdbc.sql(
                        """
                        insert into disable_order_user (organization_id, order_id, user_id)
                        select organization_id, ?, id from directory_user where organization_id = ? and id = any(?)
                        """)
                .params(
                        id,
                        caller.organization().value(),
                        users.stream().map(UserId::value).toArray(UUID[]::new))
                .update();
        record(
                caller,
                rollout,
                EnforcementAction.ROLLOUT_DISABLE_ASKED,
                id,
                Map.of("users", users.size()));
        return Result.ok(id);
    }

    @Transactional
    public Result<UUID> approve(Caller caller, Rollout rollout, UUID id) {
        Optional<Problem> problem = RolloutGate.only(Side.CUSTOMER, caller);
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        return step(
                caller,
                rollout,
                id,
                "approved",
                "approved_at is null",
                EnforcementAction.ROLLOUT_DISABLE_APPROVED);
    }

    @Transactional
    public Result<UUID> cancel(Caller caller, Rollout rollout, UUID id) {
        return step(
                caller,
                rollout,
                id,
                "cancelled",
                "true",
                EnforcementAction.ROLLOUT_DISABLE_CANCELLED);
    }

    /** Does what was approved: these users sign in with their passwords, and by SSO no more. */
    @Transactional
    public Result<UUID> carryOut(Caller caller, Rollout rollout, UUID id) {
        lock.take(caller.organization());
        Result<UUID> done =
                step(
                        caller,
                        rollout,
                        id,
                        "done",
                        "approved_at is not null",
                        EnforcementAction.ROLLOUT_DISABLE_DONE);
        if (done instanceof Result.Ok<UUID>) {
            disable(caller, rollout, id);
        }
        return done;
    }

    private void disable(Caller caller, Rollout rollout, UUID id) {
        for (String sql : List.of(FORMER, LISTED, PILOTS, ENROLLED)) {
            jdbc.sql(sql)
                    .param("org", caller.organization().value())
                    .param("order", id)
                    .param("rollout", rollout.id().value())
                    .param("at", Timestamp.from(clock.instant()))
                    .param("by", caller.actor().name())
                    .update();
        }
    }

    private static final String FORMER =
            """
            update disable_order_user o set former_state = (
                select s.state from standing s where s.organization_id = o.organization_id and s.user_id = o.user_id
                order by s.rank limit 1)
            where o.organization_id = :org and o.order_id = :order
            """;
    private static final String LISTED =
            """
            insert into cohort_release (organization_id, cohort_id, user_id, kind, reason, released_at, released_by)
            select o.organization_id, s.cohort_id, o.user_id, 'DISABLED', d.reason, :at, :by
            from disable_order_user o
            join disable_order d on d.organization_id = o.organization_id and d.id = o.order_id
            join standing s on s.organization_id = o.organization_id and s.user_id = o.user_id
                and s.cohort_id is not null
            where o.organization_id = :org and o.order_id = :order
            on conflict (organization_id, cohort_id, user_id) do update set kind = 'DISABLED',
                reason = excluded.reason, released_at = excluded.released_at, released_by = excluded.released_by
            """;
    private static final String PILOTS =
            """
            delete from pilot p using disable_order_user o
            where o.organization_id = :org and o.order_id = :order and p.organization_id = o.organization_id
              and p.user_id = o.user_id and p.rollout_id = :rollout
            """;
    private static final String ENROLLED =
            """
            delete from enrollment e using disable_order_user o
            where o.organization_id = :org and o.order_id = :order and e.organization_id = o.organization_id
              and e.user_id = o.user_id
            """;

    private Result<UUID> step(
            Caller caller,
            Rollout rollout,
            UUID id,
            String what,
            String condition,
            AuditAction action) {
        int changed =
                jdbc.sql(
                                """
                                update disable_order set %1$s_at = ?, %1$s_by = ?
                                where organization_id = ? and rollout_id = ? and id = ? and done_at is null
                                  and cancelled_at is null and %2$s
                                """
                                        .formatted(what, condition))
                        .params(
                                Timestamp.from(clock.instant()),
                                caller.actor().name(),
                                caller.organization().value(),
                                rollout.id().value(),
                                id)
                        .update();
        if (changed == 0) {
            return Result.refused(EnforcementError.ORDER_SETTLED, "");
        }
        record(caller, rollout, action, id, Map.of());
        return Result.ok(id);
    }

    private void record(
            Caller caller, Rollout rollout, AuditAction action, UUID id, Map<String, Object> more) {
        Map<String, Object> detail = new HashMap<>(more);
        detail.put("order", id.toString());
        audit.record(
                caller.actor(),
                caller.organization(),
                action,
                "rollout",
                rollout.id().toString(),
                detail);
    }

    List<Order> of(Rollout rollout) {
        return jdbc.sql(
                        """
                        select d.*, n.users, n.first from disable_order d
                        join lateral (select count(*) as users, (array_agg(u.email order by u.email_key))[1:3] as first
                            from disable_order_user o
                            join directory_user u on u.organization_id = o.organization_id and u.id = o.user_id
                            where o.organization_id = d.organization_id and o.order_id = d.id) n on true
                        where d.organization_id = ? and d.rollout_id = ? order by d.asked_at desc
                        """)
                .params(rollout.organization().value(), rollout.id().value())
                .query(Orders::read)
                .list();
    }

    /** What the page shows of this order now. */
    Seen shown(Rollout rollout, UUID order) {
        return of(rollout).stream()
                .filter(each -> each.id().equals(order))
                .findFirst()
                .map(Order::seen)
                .orElseGet(() -> Seen.of("none"));
    }

    private static Order read(ResultSet row, int number) throws SQLException {
        Object[] first = (Object[]) row.getArray("first").getArray();
        return new Order(
                row.getObject("id", UUID.class),
                row.getString("reason"),
                row.getTimestamp("asked_at").toInstant(),
                row.getString("asked_by"),
                SqlTime.instant(row.getTimestamp("approved_at")),
                row.getString("approved_by"),
                SqlTime.instant(row.getTimestamp("done_at")),
                row.getString("done_by"),
                SqlTime.instant(row.getTimestamp("cancelled_at")),
                row.getLong("users"),
                String.join(", ", Arrays.stream(first).map(Object::toString).toList()));
    }
}
