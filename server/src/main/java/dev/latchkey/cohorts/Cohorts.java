package dev.latchkey.cohorts;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Finds cohorts. */
@Component
public class Cohorts {
    private final JdbcClient jdbc;

    Cohorts(JdbcClient jdbc) {
        this.jdbc = jdbc;
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

    public static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
