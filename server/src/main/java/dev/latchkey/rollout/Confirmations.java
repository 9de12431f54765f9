package dev.latchkey.rollout;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps who confirmed what. A new confirmation of the same takes the place of the old one, which stays on record. */
@Component
public class Confirmations {
    private static final TypeReference<Map<String, Object>> ABOUT = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;
    private final JsonMapper json;

    Confirmations(JdbcClient jdbc, Audit audit, Clock clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    /** All of a rollout, the oldest first, those that were withdrawn too. */
    List<Confirmation> of(OrganizationId organization, RolloutId rollout) {
        return jdbc.sql(
                        """
                        select * from rollout_confirmation where organization_id = ? and rollout_id = ? order by at, id
                        """)
                .params(organization.value(), rollout.value())
                .query(this::read)
                .list();
    }

    public Optional<Confirmation> inForce(Cohort cohort, Confirmation.Kind kind) {
        return of(cohort.organization(), cohort.rollout()).stream()
                .filter(each -> each.stands() && each.kind() == kind)
                .filter(each -> cohort.id().equals(each.cohort()))
                .findFirst();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void give(
            Caller caller,
            RolloutId rollout,
            @Nullable CohortId cohort,
            Confirmation.Kind kind,
            Map<String, ?> about) {
        end(caller, rollout, cohort, kind, Side.of(caller), "confirmed anew");
        jdbc.sql(
                        """
                        insert into rollout_confirmation (organization_id, id, rollout_id, cohort_id, kind, side,
                            person_id, person, at, about)
                        values (:org, :id, :rollout, :cohort, :kind, :side, :personId, :person, :at, :about::jsonb)
                        """)
                .param("org", caller.organization().value())
                .param("id", Sid.newUuid())
                .param("rollout", rollout.value())
                .param("cohort", cohort == null ? null : cohort.value())
                .param("kind", kind.name())
                .param("side", Side.of(caller).name())
                .param("personId", Objects.requireNonNull(caller.actor().id()))
                .param("person", caller.actor().name())
                .param("at", Timestamp.from(clock.instant()))
                .param("about", json.writeValueAsString(about))
                .update();
        audit.record(
                caller,
                RolloutAction.ROLLOUT_CONFIRMED,
                subject(rollout, cohort),
                Map.of("what", kind.name(), "side", Side.of(caller).name(), "about", about));
    }

    private static Subject subject(RolloutId rollout, @Nullable CohortId cohort) {
        return cohort == null ? Subject.of(rollout) : Subject.of(cohort);
    }

    /** Ends what stands, and records it; nothing where there is none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdraw(
            Caller caller,
            RolloutId rollout,
            @Nullable CohortId cohort,
            Confirmation.Kind kind,
            Side side,
            String why) {
        if (end(caller, rollout, cohort, kind, side, why)) {
            audit.record(
                    caller,
                    RolloutAction.ROLLOUT_CONFIRMATION_WITHDRAWN,
                    subject(rollout, cohort),
                    Map.of("what", kind.name(), "side", side.name(), "why", why));
        }
    }

    private boolean end(
            Caller caller,
            RolloutId rollout,
            @Nullable CohortId cohort,
            Confirmation.Kind kind,
            Side side,
            String why) {
        return jdbc.sql(
                                """
                                update rollout_confirmation
                                set withdrawn_at = :at, withdrawn_by = :by, withdrawn_why = :why
                                where organization_id = :org and rollout_id = :rollout and kind = :kind and side = :side
                                  and cohort_id is not distinct from cast(:cohort as uuid) and withdrawn_at is null
                                """)
                        .param("at", Timestamp.from(clock.instant()))
                        .param("by", caller.actor().name())
                        .param("why", why)
                        .param("org", caller.organization().value())
                        .param("rollout", rollout.value())
                        .param("kind", kind.name())
                        .param("side", side.name())
                        .param("cohort", cohort == null ? null : cohort.value().toString())
                        .update()
                > 0;
    }

    private Confirmation read(ResultSet row, int number) throws SQLException {
        UUID cohort = row.getObject("cohort_id", UUID.class);
        return new Confirmation(
                Confirmation.Kind.valueOf(row.getString("kind")),
                Side.valueOf(row.getString("side")),
                cohort == null ? null : new CohortId(cohort),
                row.getString("person_id"),
                row.getString("person"),
                row.getTimestamp("at").toInstant(),
                json.readValue(row.getString("about"), ABOUT),
                SqlTime.instant(row.getTimestamp("withdrawn_at")),
                row.getString("withdrawn_by"),
                row.getString("withdrawn_why"));
    }
}
