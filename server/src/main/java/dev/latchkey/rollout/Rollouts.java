package dev.latchkey.rollout;

import dev.latchkey.audit.AuditContext;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.Visit;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.listing.Listing;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.SortKey;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/** Begins, finds and closes rollouts. */
@Component
public class Rollouts {
    private final JdbcClient jdbc;
    private final Listing listing;
    private final Connections connections;
    private final Door door;
    private final Clock clock;

    Rollouts(JdbcClient jdbc, Listing listing, Connections connections, Door door, Clock clock) {
        this.jdbc = jdbc;
        this.listing = listing;
        this.connections = connections;
        this.door = door;
        this.clock = clock;
    }

    /** The rollout that a SID in an address names; a 404 where the visitor's organization has none such. */
    public Rollout at(Visit visit, String sid) {
        return RolloutId.parse(sid)
                .flatMap(id -> find(visit.id(), id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    public Optional<Rollout> find(OrganizationId organization, RolloutId id) {
        return jdbc.sql("select * from rollout where organization_id = ? and id = ?")
                .params(organization.value(), id.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", id)
                                .answers(Rollouts::read))
                .optional();
    }

    /** The one that is under way through this connection. */
    public Optional<Rollout> under(OrganizationId organization, ConnectionId connection) {
        return jdbc.sql(
                        """
                        select * from rollout where organization_id = ? and connection_id = ? and closed_at is null
                        """)
                .params(organization.value(), connection.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("connection_id", connection)
                                .answers(Rollouts::read))
                .optional();
    }

    /** The organization's connection of this SID, if no rollout is under way through it. */
    Optional<Connection> free(OrganizationId organization, String sid) {
        return ConnectionId.parse(sid)
                .flatMap(id -> connections.find(organization, id))
                .filter(found -> under(organization, found.id()).isEmpty());
    }

    boolean anyUnderWay(OrganizationId organization) {
        return jdbc.sql(
                        """
                        select exists (select from rollout where organization_id = ? and closed_at is null)
                        """)
                .param(organization.value())
                .query(Boolean.class)
                .single();
    }

    /** All of them, the newest first. */
    Part<Rollout> of(OrganizationId organization, Wanted wanted) {
        return listing.part(
                new Listing.Query<>(
                        "*",
                        "from rollout where organization_id = :organization",
                        Map.of("organization", organization.value()),
                        List.of(SortKey.time("created_at").newestFirst(), SortKey.id("id")),
                        Asked.key("organization_id", organization).answers(Rollouts::read)),
                wanted);
    }

    /** Begins one that leads through this connection already. */
    @Transactional
    public Result<Rollout> begin(
            Caller caller, Organization organization, ConnectionId connection) {
        return door.enter(caller, RolloutPermission.BEGIN_ROLLOUT)
                .with(organization)
                .unless(of -> unusable(caller, connection))
                .attempt(of ->
                        begin(caller, of)
                                .flatMap(begun -> lead(caller, begun, connection))
                                .map(Done::withoutRecord));
    }

    private Optional<Problem> unusable(Caller caller, ConnectionId connection) {
        if (connections.find(caller.organization(), connection).isEmpty()) {
            return Optional.of(new Problem(RolloutError.CONNECTION_UNKNOWN, connection.toString()));
        }
        return under(caller.organization(), connection)
                .map(other -> new Problem(RolloutError.ROLLOUT_OPEN, connection.toString()));
    }

    /** Begins one, for an organization whose edition includes SSO (requirement A1). */
    @Transactional
    public Result<Rollout> begin(Caller caller, Organization organization) {
        return door.enter(caller, RolloutPermission.BEGIN_ROLLOUT)
                .with(organization)
                .unless(of ->
                        of.edition().includesSso()
                                ? Optional.empty()
                                : Optional.of(
                                        new Problem(
                                                RolloutError.EDITION_WITHOUT_SSO,
                                                of.edition().name())))
                .change(of -> {
                    RolloutId id = insert(caller);
                    return Done.recorded(
                            find(caller.organization(), id).orElseThrow(),
                            RolloutAction.ROLLOUT_BEGUN,
                            Subject.of(id),
                            Map.of());
                });
    }

    private RolloutId insert(Caller caller) {
        RolloutId id = RolloutId.next();
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, request, created_at, created_by)
                        values (:org, :id, :request, :at, :by)
                        """)
                .param("org", caller.organization().value())
                .param("id", id.value())
                .param("request", AuditContext.request().map(Object::toString).orElse(null))
                .param("at", Timestamp.from(clock.instant()))
                .param("by", caller.actor().name())
                .update();
        return id;
    }

    /** Says through which connection it leads. Refused once pilots are named: they test this one. */
    @Transactional
    public Result<Rollout> lead(Caller caller, Rollout given, ConnectionId connection) {
        return door.enter(caller, RolloutPermission.CHOOSE_CONNECTION)
                .to(() -> find(caller.organization(), given.id()))
                .unless(rollout ->
                        rollout.leadsThrough(connection)
                                ? Optional.empty()
                                : unusable(caller, connection))
                .attempt(rollout ->
                        lead(rollout, connection)
                                ? Result.ok(
                                        Done.recorded(
                                                find(caller.organization(), rollout.id())
                                                        .orElseThrow(),
                                                RolloutAction.ROLLOUT_CONNECTION_CHOSEN,
                                                Subject.of(rollout.id()),
                                                Map.of("connection", connection.toString())))
                                : Result.refused(RolloutError.CHANGED_MEANWHILE, ""));
    }

    private boolean lead(Rollout rollout, ConnectionId connection) {
        return jdbc.sql(
                                """
                                update rollout r set connection_id = :connection
                                where organization_id = :org and id = :id and closed_at is null
                                  and not exists (select 1 from pilot p where p.organization_id = r.organization_id
                                                  and p.rollout_id = r.id)
                                """)
                        .param("org", rollout.organization().value())
                        .param("id", rollout.id().value())
                        .param("connection", connection.value())
                        .update()
                > 0;
    }

    /** Ends the work on it. Whoever switched stays switched. */
    @Transactional
    public Result<Rollout> close(Caller caller, Rollout given) {
        return door.enter(caller, RolloutPermission.CLOSE_ROLLOUT)
                .to(() -> find(caller.organization(), given.id()))
                .unless(rollout -> Problem.when(!rollout.open(), RolloutError.ROLLOUT_CLOSED))
                .change(rollout -> {
                    close(caller, rollout.id());
                    return Done.recorded(
                            find(caller.organization(), rollout.id()).orElseThrow(),
                            RolloutAction.ROLLOUT_CLOSED,
                            Subject.of(rollout.id()),
                            Map.of());
                });
    }

    private void close(Caller caller, RolloutId id) {
        jdbc.sql(
                        """
                        update rollout set closed_at = ?, closed_by = ?
                        where organization_id = ? and id = ? and closed_at is null
                        """)
                .params(
                        Timestamp.from(clock.instant()),
                        caller.actor().name(),
                        caller.organization().value(),
                        id.value())
                .update();
    }

    private static Rollout read(ResultSet row, int number) throws SQLException {
        UUID connection = row.getObject("connection_id", UUID.class);
        return new Rollout(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new RolloutId(row.getObject("id", UUID.class)),
                connection == null ? null : new ConnectionId(connection),
                row.getString("request"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                SqlTime.instant(row.getTimestamp("closed_at")));
    }
}
