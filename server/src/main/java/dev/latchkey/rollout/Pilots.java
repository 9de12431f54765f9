package dev.latchkey.rollout;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.connections.Connection;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.SqlTime;
import dev.latchkey.shared.UserId;
import dev.latchkey.shared.Visible;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The users who try first (requirement A10). SSO is enabled for just these, and their password goes on working. */
@Component
public class Pilots {
    private static final int MOST = 50;

    private final JdbcClient jdbc;
    private final Directory directory;
    private final OrganizationLock lock;
    private final Audit audit;
    private final Clock clock;

    Pilots(JdbcClient jdbc, Directory directory, OrganizationLock lock, Audit audit, Clock clock) {
        this.lock = lock;
        this.jdbc = jdbc;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    /** Nominates users by their login addresses; all of them, or none and what is wrong with which. */
    @Transactional
    public Result<Integer> nominate(Caller caller, Rollout rollout, String addresses) {
        lock.take(caller.organization()); // who is let in is who was shown
        List<Problem> problems = new ArrayList<>();
        List<User> users = new ArrayList<>();
        List<String> typed =
                addresses
                        .lines()
                        .flatMap(line -> List.of(line.split("[,;\\s]+")).stream())
                        .filter(each -> !each.isBlank())
                        .limit(MOST + 1L)
                        .toList();
        for (String each : typed) {
            nominee(caller, each, users, problems);
        }
        if (typed.isEmpty()) {
            return Result.refused(RolloutError.PILOTS_MISSING, "");
        }
        if (typed.size() > MOST) {
            return Result.refused(CohortError.LINES_TOO_MANY, "at most " + MOST);
        }
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        users.forEach(user -> insert(caller, rollout, user));
        return Result.ok(users.size());
    }

    private void nominee(Caller caller, String typed, List<User> users, List<Problem> problems) {
        List<User> found =
                EmailAddress.parse(Visible.trimmed(typed))
                        .map(email -> directory.usersByEmail(caller.organization(), email))
                        .orElse(List.of());
        if (found.size() != 1) {
            problems.add(
                    new Problem(
                            found.isEmpty()
                                    ? RolloutError.PILOT_UNKNOWN
                                    : RolloutError.PILOT_AMBIGUOUS,
                            Visible.value(typed),
                            found.isEmpty() ? EmailAddress.why(typed) : null));
        } else if (!found.getFirst().active() || found.getFirst().kind() == User.Kind.API_ONLY) {
            problems.add(new Problem(RolloutError.PILOT_UNFIT, Visible.value(typed)));
        } else {
            users.add(found.getFirst());
        }
    }

    private void insert(Caller caller, Rollout rollout, User user) {
        int made =
                jdbc.sql(
                                """
                                insert into pilot (organization_id, rollout_id, user_id, nominated_at, nominated_by)
                                values (?, ?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(
                                caller.organization().value(),
                                rollout.id().value(),
                                user.id().value(),
                                Timestamp.from(clock.instant()),
                                caller.actor().name())
                        .update();
        if (made > 0) {
            record(caller, rollout, RolloutAction.ROLLOUT_PILOT_NOMINATED, user.id());
        }
    }

    /** Lets every nominee who isn't yet in through the connection. Returns how many. */
    @Transactional
    public int enable(Caller caller, Rollout rollout, Connection connection) {
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
                    .param("connection", connection.id().value())
                    .param("now", now)
                    .param("by", caller.actor().name())
                    .update();
            record(caller, rollout, RolloutAction.ROLLOUT_PILOT_ENABLED, new UserId(user));
        }
        return enabled.size();
    }

    /** Ends somebody's part in the test. Whoever is in no list signs in with the password again. */
    @Transactional
    public boolean dismiss(Caller caller, Rollout rollout, UserId user) {
        lock.take(caller.organization());
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
        record(caller, rollout, RolloutAction.ROLLOUT_PILOT_DISMISSED, user);
        return true;
    }

    private void record(Caller caller, Rollout rollout, AuditAction action, UserId user) {
        audit.record(
                caller.actor(),
                caller.organization(),
                action,
                "user",
                user.toString(),
                Map.of("rollout", rollout.id().toString()));
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
