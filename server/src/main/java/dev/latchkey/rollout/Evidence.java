package dev.latchkey.rollout;

import dev.latchkey.audit.ActionCatalogue;
import dev.latchkey.audit.DetailWords;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.shared.OrganizationId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The whole story of a rollout, from the audit log: who asked, approved, confirmed and did what, when. */
@Component
class Evidence {
    private static final int MOST = 2_000;
    private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final ActionCatalogue actions;
    private final JsonMapper json;

    Evidence(JdbcClient jdbc, Cohorts cohorts, ActionCatalogue actions, JsonMapper json) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.actions = actions;
        this.json = json;
    }

    /** A line of the story. */
    record Event(
            Instant at,
            String actorKind,
            String actor,
            String words,
            @Nullable String subject,
            Map<String, Object> detail) {

        /** What the record says beside it; what it leaves empty is left out. */
        public String facts() {
            return detail.entrySet().stream()
                    .map(each -> Map.entry(each.getKey(), DetailWords.text(each.getValue())))
                    .filter(each -> !each.getValue().isEmpty())
                    .map(each -> DetailWords.name(each.getKey()) + ": " + each.getValue())
                    .collect(Collectors.joining("; "));
        }
    }

    /** The oldest first; the newest are left out where there are too many to print. */
    List<Event> of(OrganizationId organization, Rollout rollout) {
        List<String> subjects = new ArrayList<>();
        subjects.add(rollout.id().toString());
        if (rollout.connection() != null) {
            subjects.add(rollout.connection().toString());
        }
        if (rollout.request() != null) {
            subjects.add(rollout.request());
        }
        cohorts.of(organization, rollout.id()).forEach(each -> subjects.add(each.id().toString()));
        return jdbc.sql(
                        """
                        select at, actor_kind, actor_name, action, subject_id, detail::text as detail from audit_entry
                        where id in (
                              select id from audit_entry where subject_id = any(:subjects)
                              union all
                              select id from audit_entry where detail ->> 'rollout' = :rollout
                              union all
                              select id from audit_entry where detail ->> 'list' = any(:subjects)
                              union all
                              select id from audit_entry where detail ->> 'request' = :request)
                          and organization_id = :org and action not like 'login.%' and at >= :from
                        order by at, id limit :most
                        """)
                .param("org", organization.value())
                .param("subjects", subjects.toArray(String[]::new))
                .param("rollout", rollout.id().toString())
                .param("request", rollout.request() == null ? "" : rollout.request())
                .param("from", Timestamp.from(rollout.createdAt().minusSeconds(86_400 * 30L)))
                .param("most", MOST)
                .query((row, number) ->
                        new Event(
                                row.getTimestamp("at").toInstant(),
                                row.getString("actor_kind"),
                                row.getString("actor_name"),
                                actions.words(row.getString("action")),
                                row.getString("subject_id"),
                                json.readValue(row.getString("detail"), DETAIL)))
                .list();
    }
}
