package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Sid;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes the record. It stands or falls with what it tells of: both are in the caller's transaction. */
@Component
public class Audit {
    private final JdbcClient jdbc;
    private final Clock clock;
    private final JsonMapper json;

    Audit(JdbcClient jdbc, Clock clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Notes that something was done; fails outside a transaction.
     *
     * @param action a stable name, such as {@code connection.created}
     * @param detail what in particular; never a secret
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            Actor actor,
            @Nullable OrganizationId organization,
            String action,
            @Nullable String subjectKind,
            @Nullable String subjectId,
            Map<String, ?> detail) {
        jdbc.sql(
                        """
                        insert into audit_record (id, at, organization_id, actor_kind, actor_id, actor_name, action,
                                                  subject_kind, subject_id, detail)
                        values (:id, :at, :organization, :kind, :actor, :name, :action, :subjectKind, :subject,
                                :detail::jsonb)
                        """)
                .param("id", Sid.newUuid())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("organization", organization == null ? null : organization.value())
                .param("kind", actor.kind().name())
                .param("actor", actor.id())
                .param("name", actor.name())
                .param("action", action)
                .param("subjectKind", subjectKind)
                .param("subject", subjectId)
                .param("detail", json.writeValueAsString(detail))
                .update();
    }
}
