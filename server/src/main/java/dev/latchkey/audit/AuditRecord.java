package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log, as it is stored.
 *
 * @param detail JSON, as PostgreSQL writes it
 */
record AuditRecord(
        UUID id,
        Instant at,
        @Nullable OrganizationId organization,
        Actor actor,
        String action,
        @Nullable String subjectKind,
        @Nullable String subjectId,
        String detail,
        @Nullable String ip) {
    static final String COLUMNS =
            """
            r.id, r.at, r.organization_id, r.actor_kind, r.actor_id, r.actor_name, r.action, r.subject_kind,
            r.subject_id, r.detail::text as detail, r.ip
            """;

    static AuditRecord read(ResultSet row, int number) throws SQLException {
        UUID organization = row.getObject("organization_id", UUID.class);
        return new AuditRecord(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                organization == null ? null : new OrganizationId(organization),
                new Actor(
                        Actor.Kind.valueOf(row.getString("actor_kind")),
                        row.getString("actor_id"),
                        row.getString("actor_name")),
                row.getString("action"),
                row.getString("subject_kind"),
                row.getString("subject_id"),
                row.getString("detail"),
                row.getString("ip"));
    }
}
