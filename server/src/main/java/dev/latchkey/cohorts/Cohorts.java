package dev.latchkey.cohorts;

import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/** Finds cohorts, and keeps what state they are in. Whether they may change is for others to say. */
@Component
public class Cohorts {
    private final JdbcClient jdbc;
    private final Clock clock;

    Cohorts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The cohort that a SID in an address names; a 404 where the visitor's organization has none such. */
    public Cohort at(Visit visit, String sid) {
        return CohortId.parse(sid)
                .flatMap(id -> find(visit.id(), id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    public Optional<Cohort> find(OrganizationId organization, CohortId id) {
        return jdbc.sql("select * from cohort where organization_id = ? and id = ?")
                .params(organization.value(), id.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", id)
                                .answers(Cohorts::read))
                .optional();
    }

    /** As {@link #find}; whoever else wants to change it waits until this transaction ends. */
    public Optional<Cohort> lock(OrganizationId organization, CohortId id) {
        return jdbc.sql("select * from cohort where organization_id = ? and id = ? for update")
                .params(organization.value(), id.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", id)
                                .answers(Cohorts::read))
                .optional();
    }

    public List<Cohort> of(OrganizationId organization, RolloutId rollout) {
        return jdbc.sql(
                        """
                        select * from cohort where organization_id = ? and rollout_id = ? order by created_at, id
                        """)
                .params(organization.value(), rollout.value())
                .query(Cohorts::read)
                .list();
    }

    /** A new list of nobody. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Cohort begin(Caller caller, RolloutId rollout, ConnectionId connection, String name) {
        CohortId id = CohortId.next();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state, created_at,
                            created_by)
                        values (?, ?, ?, ?, ?, 'DRAFT', ?, ?)
                        """)
                .params(
                        caller.organization().value(),
                        id.value(),
                        rollout.value(),
                        connection.value(),
                        name,
                        now(),
                        caller.actor().name())
                .update();
        return find(caller.organization(), id).orElseThrow();
    }

    /**
     * The list is approved as it is now.
     *
     * @param digest of what was approved, as {@link CohortMembers#digest} makes it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Cohort approve(Cohort cohort, String digest) {
        jdbc.sql(
                        """
                        update cohort set approved_revision = revision, state = 'APPROVED'
                        where organization_id = ? and id = ?
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .update();
        jdbc.sql(
                        """
                        update cohort_revision set digest = ?
                        where organization_id = ? and cohort_id = ? and revision = ?
                        """)
                .params(
                        digest,
                        cohort.organization().value(),
                        cohort.id().value(),
                        cohort.revision())
                .update();
        return again(cohort);
    }

    /** The users of this approved revision were told. False where the list is another by now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean tell(Cohort cohort, int revision) {
        return jdbc.sql(
                                """
                                update cohort set state = 'ANNOUNCED'
                                where organization_id = ? and id = ? and state = 'APPROVED' and approved_revision = ?
                                  and revision = ?
                                """)
                        .params(
                                cohort.organization().value(),
                                cohort.id().value(),
                                revision,
                                revision)
                        .update()
                > 0;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Cohort move(Cohort cohort, ConnectionId target) {
        jdbc.sql("update cohort set connection_id = ? where organization_id = ? and id = ?")
                .params(target.value(), cohort.organization().value(), cohort.id().value())
                .update();
        return again(cohort);
    }

    /** Notes the day of the switch that the users are told. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void announce(OrganizationId organization, CohortId cohort, Instant at) {
        jdbc.sql("update cohort set switch_at = ? where organization_id = ? and id = ?")
                .params(Timestamp.from(at), organization.value(), cohort.value())
                .update();
    }

    /**
     * The users switch.
     *
     * @param newUsers whether the list's domains also hold for users who are made later
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Cohort enforce(Caller caller, Cohort cohort, boolean newUsers) {
        jdbc.sql(
                        """
                        update cohort set state = 'ENFORCED', enforced_at = :at, enforced_by = :by, new_users = :new,
                            undone_at = null, undone_by = null, undone_why = null
                        where organization_id = :org and id = :id
                        """)
                .param("at", now())
                .param("by", caller.actor().name())
                .param("new", newUsers)
                .param("org", cohort.organization().value())
                .param("id", cohort.id().value())
                .update();
        return again(cohort);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Cohort undo(Caller caller, Cohort cohort, String reason) {
        jdbc.sql(
                        """
                        update cohort set state = 'ANNOUNCED', enforced_at = null, enforced_by = null,
                            undone_at = ?, undone_by = ?, undone_why = ?
                        where organization_id = ? and id = ?
                        """)
                .params(
                        now(),
                        caller.actor().name(),
                        reason,
                        cohort.organization().value(),
                        cohort.id().value())
                .update();
        return again(cohort);
    }

    private Cohort again(Cohort cohort) {
        return find(cohort.organization(), cohort.id()).orElseThrow();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Cohort read(ResultSet row, int number) throws SQLException {
        return new Cohort(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new CohortId(row.getObject("id", UUID.class)),
                new RolloutId(row.getObject("rollout_id", UUID.class)),
                new ConnectionId(row.getObject("connection_id", UUID.class)),
                row.getString("name"),
                Cohort.State.valueOf(row.getString("state")),
                row.getInt("revision"),
                row.getObject("approved_revision", Integer.class),
                row.getBoolean("new_users"),
                row.getTimestamp("created_at").toInstant(),
                SqlTime.instant(row.getTimestamp("enforced_at")),
                SqlTime.instant(row.getTimestamp("undone_at")));
    }
}
