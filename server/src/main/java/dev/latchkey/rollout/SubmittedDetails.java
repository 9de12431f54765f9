package dev.latchkey.rollout;

import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.connections.DetailsReader;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.Asked;
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
public class SubmittedDetails {
    private final JdbcClient jdbc;
    private final DetailsReader reader;
    private final Connections connections;
    private final Rollouts rollouts;
    private final Door door;
    private final Clock clock;

    SubmittedDetails(
            JdbcClient jdbc,
            DetailsReader reader,
            Connections connections,
            Rollouts rollouts,
            Door door,
            Clock clock) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.connections = connections;
        this.rollouts = rollouts;
        this.door = door;
        this.clock = clock;
    }

    /** Details that wait for support. */
    record Waiting(ConnectionDetails details, List<String> certificates, Instant at, String by) {}

    /** Keeps what was read without a fault; it takes the place of what was handed in before. */
    @Transactional
    public Result<Rollout> keep(Caller caller, Rollout given, Result<ConnectionDetails> read) {
        return read.flatMap(details ->
                door.enter(caller, RolloutPermission.SUBMIT_DETAILS)
                        .to(() -> rollouts.find(caller.organization(), given.id()))
                        .unless(SubmittedDetails::late)
                        .change(rollout -> kept(caller, rollout, details)));
    }

    private Done<Rollout> kept(Caller caller, Rollout rollout, ConnectionDetails details) {
        insert(caller, rollout, details);
        return Done.recorded(
                rollout,
                RolloutAction.ROLLOUT_DETAILS_HANDED_IN,
                Subject.of(rollout.id()),
                Map.of("idpEntityId", details.idpEntityId(), "ssoUrl", details.ssoUrl()));
    }

    private static Optional<Problem> late(Rollout rollout) {
        return RolloutGate.closed(rollout)
                .or(() ->
                        rollout.connection() == null
                                ? Optional.empty()
                                : Optional.of(
                                        new Problem(
                                                RolloutError.CHANGED_MEANWHILE,
                                                "the connection exists")));
    }

    private void insert(Caller caller, Rollout rollout, ConnectionDetails details) {
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

    /** Makes ready what takes time, before any transaction, for who may make the connection from what was handed in. */
    Result<Connections.Prepared> prepare(Caller caller, Rollout rollout) {
        return Result.of(
                door.problem(caller, RolloutPermission.CONNECT).or(() -> missing(rollout)),
                () -> Result.ok(connections.prepare()));
    }

    private Optional<Problem> missing(Rollout rollout) {
        return Problem.when(of(rollout).isEmpty(), RolloutError.DETAILS_MISSING);
    }

    /** Makes the connection from what was handed in, and leads the rollout through it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Result<Connection> connect(Caller caller, Rollout given, Connections.Prepared prepared) {
        return door.enter(caller, RolloutPermission.CONNECT)
                .to(() -> rollouts.find(caller.organization(), given.id()))
                .unless(SubmittedDetails::late)
                .unless(this::missing)
                .attempt(rollout ->
                        connections
                                .create(caller, of(rollout).orElseThrow().details(), prepared)
                                .map(made -> led(caller, rollout, made)));
    }

    private Done<Connection> led(Caller caller, Rollout rollout, Connection made) {
        if (rollouts.lead(caller, rollout, made.id())
                instanceof Result.Refused<Rollout>(List<Problem> problems)) {
            throw new IllegalStateException("a new connection can't be led through: " + problems);
        }
        return Done.withoutRecord(made);
    }
}
