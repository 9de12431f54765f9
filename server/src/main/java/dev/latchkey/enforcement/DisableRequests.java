package dev.latchkey.enforcement;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.rollout.Pilots;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.Rollouts;
import dev.latchkey.shared.Asked;
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
class DisableRequests {
    private final Door door;
    private final Rollouts rollouts;
    private final Pilots pilots;
    private final JdbcClient jdbc;
    private final Clock clock;

    DisableRequests(Door door, Rollouts rollouts, Pilots pilots, JdbcClient jdbc, Clock clock) {
        this.door = door;
        this.rollouts = rollouts;
        this.pilots = pilots;
        this.jdbc = jdbc;
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
    public Result<UUID> ask(Caller caller, Rollout given, Collection<UserId> users, String reason) {
        return door.enter(caller, EnforcementPermission.ASK_TO_DISABLE)
                .to(() -> rollouts.find(caller.organization(), given.id()))
                .unless(rollout -> Problem.when(users.isEmpty(), CohortError.LIST_EMPTY))
                .unless(rollout -> CohortError.ifUnsound(reason))
                .change(rollout ->
                        waiting(rollout, users, reason.strip())
                                .map(Done::withoutRecord)
                                .orElseGet(() -> asked(caller, rollout, users, reason.strip())));
    }

    private Done<UUID> asked(
            Caller caller, Rollout rollout, Collection<UserId> users, String reason) {
        return done(
                rollout,
                insert(caller, rollout, users, reason),
                EnforcementAction.ROLLOUT_DISABLE_ASKED,
                Map.of("users", users.size()));
    }

    /** The same that waits to be decided or done: whoever clicks twice means it once. */
    private Optional<UUID> waiting(Rollout rollout, Collection<UserId> users, String reason) {
        return jdbc.sql(
                        """
                        select o.id, o.organization_id, o.rollout_id from disable_order o
                        where o.organization_id = :org and o.rollout_id = :rollout and o.reason = :reason
                          and o.done_at is null and o.cancelled_at is null
                          and (select array_agg(u.user_id order by u.user_id) from disable_order_user u
                               where u.organization_id = o.organization_id and u.order_id = o.id)
                            = (select array_agg(id order by id) from unnest(:users::uuid[]) as asked (id))
                        limit 1
                        """)
                .param("org", rollout.organization().value())
                .param("rollout", rollout.id().value())
                .param("reason", reason)
                .param("users", users.stream().map(UserId::value).distinct().toArray(UUID[]::new))
                .query(
                        Asked.key("organization_id", rollout.organization())
                                .and("rollout_id", rollout.id())
                                .answers((row, number) -> row.getObject("id", UUID.class)))
                .optional();
    }

    private UUID insert(Caller caller, Rollout rollout, Collection<UserId> users, String reason) {
        UUID id = Sid.newUuid();
        Timestamp now = Timestamp.from(clock.instant());
        boolean approves = door.problem(caller, EnforcementPermission.APPROVE_TO_DISABLE).isEmpty();
        jdbc.sql(
                        """
                        insert into disable_order (organization_id, id, rollout_id, reason, asked_at, asked_by,
                            approved_at, approved_by)
                        values (:org, :id, :rollout, :reason, :now, :by, :approved, :approver)
                        """)
                .param("org", caller.organization().value())
                .param("id", id)
                .param("rollout", rollout.id().value())
                .param("reason", reason)
                .param("now", now)
                .param("by", caller.actor().name())
                .param("approved", approves ? now : null)
                .param("approver", approves ? caller.actor().name() : null)
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
        return id;
    }

    private static Done<UUID> done(
            Rollout rollout, UUID id, AuditAction action, Map<String, Object> more) {
        Map<String, Object> detail = new HashMap<>(more);
        detail.put("order", id.toString());
        return Done.recorded(id, action, Subject.of(rollout.id()), detail);
    }

    @Transactional
    public Result<UUID> approve(Caller caller, Rollout rollout, UUID id) {
        return settle(caller, rollout, id, Settled.APPROVED);
    }

    @Transactional
    public Result<UUID> cancel(Caller caller, Rollout rollout, UUID id) {
        return settle(caller, rollout, id, Settled.CANCELLED);
    }

    /** Does what was approved: these users sign in with their passwords, and by SSO no more. */
    @Transactional
    public Result<UUID> carryOut(Caller caller, Rollout rollout, UUID id) {
        return settle(caller, rollout, id, Settled.DONE);
    }

    /** What can become of a request that is open: what it must be then, whose it is, and what is on record of it. */
    private enum Settled {
        APPROVED(
                "approved",
                "approved_at is null",
                EnforcementPermission.APPROVE_TO_DISABLE,
                EnforcementAction.ROLLOUT_DISABLE_APPROVED),
        CANCELLED(
                "cancelled",
                "true",
                EnforcementPermission.CANCEL_TO_DISABLE,
                EnforcementAction.ROLLOUT_DISABLE_CANCELLED),
        DONE(
                "done",
                "approved_at is not null",
                EnforcementPermission.DISABLE,
                EnforcementAction.ROLLOUT_DISABLE_DONE);

        private final String statement;
        private final EnforcementPermission permission;
        private final EnforcementAction action;

        Settled(
                String what,
                String condition,
                EnforcementPermission permission,
                EnforcementAction action) {
            this.statement =
                    """
                    update disable_order set %1$s_at = ?, %1$s_by = ?
                    where organization_id = ? and rollout_id = ? and id = ? and done_at is null
                      and cancelled_at is null and %2$s
                    """
                            .formatted(what, condition);
            this.permission = permission;
            this.action = action;
        }
    }

    private Result<UUID> settle(Caller caller, Rollout given, UUID id, Settled settled) {
        return door.enter(caller, settled.permission)
                .to(() -> rollouts.find(caller.organization(), given.id()))
                .attempt(rollout -> {
                    if (!update(caller, rollout, id, settled)) {
                        return Result.refused(EnforcementError.ORDER_SETTLED, "");
                    }
                    if (settled == Settled.DONE) {
                        disable(caller, rollout, id);
                    }
                    return Result.ok(done(rollout, id, settled.action, Map.of()));
                });
    }

    private boolean update(Caller caller, Rollout rollout, UUID id, Settled settled) {
        return jdbc.sql(settled.statement)
                        .params(
                                Timestamp.from(clock.instant()),
                                caller.actor().name(),
                                caller.organization().value(),
                                rollout.id().value(),
                                id)
                        .update()
                > 0;
    }

    private void disable(Caller caller, Rollout rollout, UUID id) {
        jdbc.sql(FORMER).param("org", caller.organization().value()).param("order", id).update();
        jdbc.sql(LISTED)
                .param("org", caller.organization().value())
                .param("order", id)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", caller.actor().name())
                .update();
        pilots.takeFrom(
                rollout,
                jdbc.sql(
                                """
                                select user_id from disable_order_user where organization_id = ? and order_id = ?
                                """)
                        .params(caller.organization().value(), id)
                        .query((row, number) -> new UserId(row.getObject("user_id", UUID.class)))
                        .list());
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
                .query(DisableRequests::read)
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
