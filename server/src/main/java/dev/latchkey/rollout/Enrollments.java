package dev.latchkey.rollout;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.login.SsoHistory;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** Where users stand toward connections. Every change is audited. */
@Component
public class Enrollments {
    private final JdbcClient jdbc;
    private final SsoHistory history;
    private final Audit audit;
    private final Clock clock;

    Enrollments(JdbcClient jdbc, SsoHistory history, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.history = history;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Sets a user's state. The database refuses a user or a connection of another organization.
     *
     * @throws IllegalArgumentException for EXCLUDED without a reason, and for ENFORCED of somebody who has never come
     *     in through the connection
     */
    @Transactional
    public void set(
            Actor actor,
            OrganizationId organization,
            UserId user,
            ConnectionId connection,
            Enrollment.State state,
            @Nullable String reason) {
        problem(organization, user, connection, state, reason)
                .ifPresent(problem -> {
                    throw new IllegalArgumentException(problem);
                });
        jdbc.sql(
                        """
                        insert into enrollment (organization_id, user_id, connection_id, state, reason,
                            changed_at, changed_by)
                        values (:organization, :user, :connection, :state, :reason, :now, :by)
                        on conflict (organization_id, user_id) do update set connection_id = :connection,
                            state = :state, reason = :reason, changed_at = :now, changed_by = :by
                        """)
                .param("organization", organization.value())
                .param("user", user.value())
                .param("connection", connection.value())
                .param("state", state.name())
                .param("reason", reason)
                .param("now", Timestamp.from(clock.instant()))
                .param("by", actor.name())
                .update();
        audit.record(
                actor,
                organization,
                "rollout.state_set",
                "user",
                user.toString(),
                Map.of(
                        "state", state.name(),
                        "connection", connection.toString(),
                        "reason", reason == null ? "" : reason));
    }

    /** What stands against this change, as a sentence; empty when nothing does. */
    public Optional<String> problem(
            OrganizationId organization,
            UserId user,
            ConnectionId connection,
            Enrollment.State state,
            @Nullable String reason) {
        if (state == Enrollment.State.EXCLUDED && (reason == null || reason.isBlank())) {
            return Optional.of("Give a reason for leaving this user out.");
        }
        if (state == Enrollment.State.ENFORCED
                && !history.hasSignedIn(organization, user, connection)) {
            return Optional.of(
                    "This user has never signed in through the connection. Let them try as a pilot first.");
        }
        return Optional.empty();
    }

    public Optional<Enrollment> of(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select * from enrollment where organization_id = :organization and user_id = :user
                        """)
                .param("organization", organization.value())
                .param("user", user.value())
                .query(Enrollments::read)
                .optional();
    }

    /** Everybody who has a state toward this connection. */
    public List<Enrollment> of(OrganizationId organization, ConnectionId connection) {
        return jdbc.sql(
                        """
                        select * from enrollment
                        where organization_id = :organization and connection_id = :connection
                        order by changed_at desc limit 1000
                        """)
                .param("organization", organization.value())
                .param("connection", connection.value())
                .query(Enrollments::read)
                .list();
    }

    private static Enrollment read(ResultSet rs, int row) throws SQLException {
        return new Enrollment(
                new OrganizationId(rs.getObject("organization_id", UUID.class)),
                new UserId(rs.getObject("user_id", UUID.class)),
                new ConnectionId(rs.getObject("connection_id", UUID.class)),
                Enrollment.State.valueOf(rs.getString("state")),
                rs.getString("reason"),
                rs.getTimestamp("changed_at").toInstant(),
                rs.getString("changed_by"));
    }
}
