package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Sid;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the record. It stands or falls with what it tells of: both are in the caller's transaction. The network address
 * that a request came from is noted without the caller's help, so that nobody can forget it.
 */
@Component
public class Audit {
    private final JdbcClient jdbc;
    private final Clock clock;
    private final JsonMapper json;
    private final ApplicationEventPublisher events;

    Audit(JdbcClient jdbc, Clock clock, JsonMapper json, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.json = json;
        this.events = events;
    }

    /** As {@link #record(Actor, OrganizationId, AuditAction, String, String, Map)}, of what a caller did. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Caller caller, AuditAction action, Subject subject, Map<String, ?> detail) {
        record(caller.actor(), caller.organization(), action, subject.kind(), subject.id(), detail);
    }

    /**
     * Notes that something was done; fails outside a transaction.
     *
     * @param detail what in particular; never a secret
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            Actor actor,
            @Nullable OrganizationId organization,
            AuditAction action,
            @Nullable String subjectKind,
            @Nullable String subjectId,
            Map<String, ?> detail) {
        Instant at = clock.instant();
        jdbc.sql(
                        """
                        insert into audit_record (id, at, organization_id, actor_kind, actor_id, actor_name, action,
                                                  subject_kind, subject_id, detail, ip)
                        values (:id, :at, :organization, :kind, :actor, :name, :action, :subjectKind, :subject,
                                :detail::jsonb, :ip)
                        """)
                .param("id", Sid.newUuid())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("organization", organization == null ? null : organization.value())
                .param("kind", actor.kind().name())
                .param("actor", actor.id())
                .param("name", actor.name())
                .param("action", action.code())
                .param("subjectKind", subjectKind)
                .param("subject", subjectId)
                .param("detail", text(detail))
                .param("ip", AuditContext.address())
                .update();
        events.publishEvent(new Recorded(actor, organization, action, subjectId, detail, at));
    }

    /**
     * Notes that the same was done to many; fails outside a transaction.
     *
     * @param details what in particular, by the id of each subject; never a secret
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordAll(
            Caller caller,
            AuditAction action,
            String subjectKind,
            Map<String, ? extends Map<String, ?>> details) {
        jdbc.sql(
                        """
                        insert into audit_record (id, at, organization_id, actor_kind, actor_id, actor_name, action,
                                                  subject_kind, subject_id, detail, ip)
                        select n.id::uuid, :at, :organization, :kind, :actor, :name, :action, :subjectKind, n.subject,
                               n.detail::jsonb, :ip
                        from unnest(:ids, :subjects, :details) as n (id, subject, detail)
                        """)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("organization", caller.organization().value())
                .param("kind", caller.actor().kind().name())
                .param("actor", caller.actor().id())
                .param("name", caller.actor().name())
                .param("action", action.code())
                .param("subjectKind", subjectKind)
                .param("ids", texts(details.keySet(), subject -> Sid.newUuid().toString()))
                .param("subjects", texts(details.keySet(), subject -> subject))
                .param("details", texts(details.values(), this::text))
                .param("ip", AuditContext.address())
                .update();
    }

    /** JSON without NUL, which the database can't hold: whoever sends one is recorded all the same. */
    private String text(Map<String, ?> detail) {
        return json.writeValueAsString(AuditContext.with(detail)).replace("\\u0000", "\\ufffd");
    }

    private static <T> String[] texts(Collection<T> all, Function<T, String> text) {
        return all.stream().map(text).toArray(String[]::new);
    }
}
