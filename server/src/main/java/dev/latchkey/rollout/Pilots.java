package dev.latchkey.rollout;

import dev.latchkey.audit.Caller;
import dev.latchkey.shared.SqlTime;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps who tries first (requirement A10), and how their sign-ins went. */
@Component
public class Pilots {
    private final JdbcClient jdbc;
    private final Clock clock;

    Pilots(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Adds a nominee. False where they are one already. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean nominate(Caller caller, Rollout rollout, UserId user) {
        return jdbc.sql(
                                """
                                insert into pilot (organization_id, rollout_id, user_id, nominated_at, nominated_by)
                                values (?, ?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(
                                caller.organization().value(),
                                rollout.id().value(),
                                user.value(),
                                Timestamp.from(clock.instant()),
                                caller.actor().name())
                        .update()
                > 0;
    }

    /** Lets every nominee who isn't yet in through the rollout's connection. Returns whom. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<UserId> enable(Caller caller, Rollout rollout) {
        Timestamp now = Timestamp.from(clock.instant());
        List<UUID> enabled =
                jdbc.sql(
                                """
                                update pilot set enabled_at = ?, enabled_by = ?
                                where organization_id = ? and rollout_id = ? and enabled_at is null returning user_id
                                """)
                        .params(
                                now,
                                caller.actor().name(),
                                caller.organization().value(),
                                rollout.id().value())
                        .query(UUID.class)
                        .list();
        for (UUID user : enabled) {
            jdbc.sql(
                            """
                            insert into enrollment (organization_id, user_id, connection_id, state, changed_at,
                                changed_by)
                            values (:org, :user, :connection, 'PILOT', :now, :by)
                            on conflict (organization_id, user_id) do update set connection_id = :connection,
                                state = 'PILOT', reason = null, changed_at = :now, changed_by = :by
                            """)
                    .param("org", caller.organization().value())
                    .param("user", user)
                    .param("connection", Objects.requireNonNull(rollout.connection()).value())
                    .param("now", now)
                    .param("by", caller.actor().name())
                    .update();
        }
        return enabled.stream().map(UserId::new).toList();
    }

    /** Ends somebody's part in the test. False where they have none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean dismiss(Caller caller, Rollout rollout, UserId user) {
        int gone =
                jdbc.sql(
                                """
                                delete from pilot where organization_id = ? and rollout_id = ? and user_id = ?
                                """)
                        .params(caller.organization().value(), rollout.id().value(), user.value())
                        .update();
        if (gone == 0) {
            return false;
        }
        jdbc.sql(
                        """
                        delete from enrollment e using rollout r
                        where e.organization_id = ? and e.user_id = ? and e.state = 'PILOT'
                          and r.organization_id = e.organization_id and r.id = ? and r.connection_id = e.connection_id
                        """)
                .params(caller.organization().value(), user.value(), rollout.id().value())
                .update();
        return true;
    }

    /** Single sign-on is taken from these users: they are pilots no more, and enrolled through nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeFrom(Rollout rollout, Collection<UserId> users) {
        UUID[] ids = users.stream().map(UserId::value).toArray(UUID[]::new);
        jdbc.sql(
                        """
                        delete from pilot where organization_id = ? and rollout_id = ? and user_id = any(?)
                        """)
                .params(rollout.organization().value(), rollout.id().value(), ids)
                .update();
        jdbc.sql("delete from enrollment where organization_id = ? and user_id = any(?)")
                .params(rollout.organization().value(), ids)
                .update();
    }

    /** Each with the result of their last attempt. A result from before the connection's last change counts no more. */
    public List<PilotResult> results(Rollout rollout) {
        return jdbc.sql(
                        """
                        select p.*, u.email, u.name, s.last_at, f.at as failed_at, f.reference, f.code
                        from pilot p
                        join rollout r on r.organization_id = p.organization_id and r.id = p.rollout_id
                        join directory_user u on u.organization_id = p.organization_id and u.id = p.user_id
                        left join connection_state c on c.organization_id = r.organization_id and c.id = r.connection_id
                        left join login_history s on s.organization_id = p.organization_id and s.user_id = p.user_id
                            and s.connection_id = r.connection_id and s.last_at > greatest(p.enabled_at, c.configured_at)
                        left join lateral (
                            select x.at, x.reference, x.code from login_failure x
                            where x.organization_id = p.organization_id and x.connection_id = r.connection_id
                              and x.email_key = u.email_key and x.at > greatest(p.enabled_at, c.configured_at)
                            order by x.at desc limit 1) f on true
                        where p.organization_id = ? and p.rollout_id = ?
                        order by p.nominated_at, u.email_key
                        """)
                .params(rollout.organization().value(), rollout.id().value())
                .query(Pilots::read)
                .list();
    }

    private static PilotResult read(ResultSet row, int number) throws SQLException {
        return new PilotResult(
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("email"),
                row.getString("name"),
                row.getTimestamp("nominated_at").toInstant(),
                row.getString("nominated_by"),
                SqlTime.instant(row.getTimestamp("enabled_at")),
                row.getString("enabled_by"),
                SqlTime.instant(row.getTimestamp("last_at")),
                SqlTime.instant(row.getTimestamp("failed_at")),
                row.getString("reference"),
                row.getString("code"));
    }
}
