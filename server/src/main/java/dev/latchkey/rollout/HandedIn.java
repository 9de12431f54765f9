package dev.latchkey.rollout;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.connections.DetailsReader;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the customer says of their IdP, until a connection is made of it (requirements A3, A4). */
@Component
public class HandedIn {
    private final JdbcClient jdbc;
    private final DetailsReader reader;
    private final Connections connections;
    private final Rollouts rollouts;
    private final OrganizationLock lock;
    private final Audit audit;
    private final Clock clock;

    HandedIn(
            JdbcClient jdbc,
            DetailsReader reader,
            Connections connections,
            Rollouts rollouts,
            OrganizationLock lock,
            Audit audit,
            Clock clock) {
        this.lock = lock;
        this.jdbc = jdbc;
        this.reader = reader;
        this.connections = connections;
        this.rollouts = rollouts;
        this.audit = audit;
        this.clock = clock;
    }

    /** Details that wait for support. */
    record Waiting(ConnectionDetails details, List<String> certificates, Instant at, String by) {}

    /** Keeps what was read without a fault; it takes the place of what was handed in before. */
    @Transactional
    public Result<Rollout> keep(Caller caller, Rollout rollout, Result<ConnectionDetails> read) {
        lock.take(caller.organization()); // what is connected is what was shown
        return switch (read) {
            case Result.Refused<ConnectionDetails>(List<Problem> problems) ->
                    new Result.Refused<>(problems);
            case Result.Ok<ConnectionDetails>(ConnectionDetails details) ->
                    keep(caller, rollout, details);
        };
    }

    private Result<Rollout> keep(Caller caller, Rollout rollout, ConnectionDetails details) {
        if (!rollout.open()) {
            return Result.refused(RolloutError.ROLLOUT_CLOSED, "");
        }
        if (rollout.connection() != null) {
            return Result.refused(RolloutError.CHANGED_MEANWHILE, "the connection exists");
        }
        jdbc.sql(
                        """
                        insert into rollout_details (organization_id, rollout_id, details, handed_in_at, handed_in_by)
                        values (:org, :rollout, :details::jsonb, :at, :by)
                        on conflict (organization_id, rollout_id) do update set details = excluded.details,
                            handed_in_at = excluded.handed_in_at, handed_in_by = excluded.handed_in_by
                        """)
                .param("org", caller.organization().value())
                .param("rollout", rollout.id().value())
                .param("details", reader.write(details))
                .param("at", Timestamp.from(clock.instant()))
                .param("by", caller.actor().name())
                .update();
        audit.record(
                caller.actor(),
                caller.organization(),
                RolloutAction.ROLLOUT_DETAILS_HANDED_IN,
                "rollout",
                rollout.id().toString(),
                Map.of("idpEntityId", details.idpEntityId(), "ssoUrl", details.ssoUrl()));
        return Result.ok(rollout);
    }

    public Optional<Waiting> of(Rollout rollout) {
        return jdbc.sql(
                        """
                        select organization_id, rollout_id, details::text as details, handed_in_at, handed_in_by
                        from rollout_details
                        where organization_id = ? and rollout_id = ?
                        """)
                .params(rollout.organization().value(), rollout.id().value())
                .query(
                        Asked.key("organization_id", rollout.organization())
                                .and("rollout_id", rollout.id())
                                .answers((row, number) -> waiting(row)))
                .optional()
                .flatMap(found -> found);
    }

    private Optional<Waiting> waiting(ResultSet row) throws SQLException {
        return reader.read(row.getString("details"))
                        instanceof Result.Ok<ConnectionDetails>(var details)
                ? Optional.of(
                        new Waiting(
                                details,
                                reader.certificates(details),
                                row.getTimestamp("handed_in_at").toInstant(),
                                row.getString("handed_in_by")))
                : Optional.empty();
    }

    private static Optional<Problem> missing() {
        return Optional.of(new Problem(RolloutError.DETAILS_MISSING, null));
    }

    /** Makes ready what takes time, before any transaction, for who may make the connection from what was handed in. */
    Result<Connections.Prepared> prepare(Caller caller, Rollout rollout) {
        Optional<Problem> problem =
                RolloutGate.only(Side.OPERATOR, caller)
                        .or(() -> of(rollout).isPresent() ? Optional.empty() : missing());
        return problem.isPresent()
                ? new Result.Refused<>(List.of(problem.get()))
                : Result.ok(connections.prepare());
    }

    /** Makes the connection from what was handed in, and leads the rollout through it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Result<Connection> connect(
            Caller caller, Rollout rollout, Connections.Prepared prepared) {
        Optional<Waiting> waiting = of(rollout);
        if (waiting.isEmpty()) {
            return new Result.Refused<>(missing().stream().toList());
        }
        Result<Connection> made = connections.create(caller, waiting.get().details(), prepared);
        if (made instanceof Result.Ok<Connection>(Connection connection)) {
            rollouts.lead(caller.actor(), rollout, connection.id());
        }
        return made;
    }
}
