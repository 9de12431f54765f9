package dev.latchkey.demo;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.support.Requests;
import dev.latchkey.support.SupportRequest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What was said and confirmed at the sample organizations before the demo began. */
@Component
@Profile("demo")
class SampleStory {
    private final JdbcClient jdbc;
    private final Requests requests;
    private final Connections connections;
    private final JsonMapper json;
    private final Clock clock;

    SampleStory(
            JdbcClient jdbc,
            Requests requests,
            Connections connections,
            JsonMapper json,
            Clock clock) {
        this.jdbc = jdbc;
        this.requests = requests;
        this.connections = connections;
        this.json = json;
        this.clock = clock;
    }

    /** A request of the organization's admin. */
    SupportRequestId ask(User admin, String subject, String text) {
        Actor asker = new Actor(Actor.Kind.USER, admin.id().toString(), admin.email());
        Result<SupportRequest> opened =
                requests.open(
                        new Caller(Caller.Kind.ADMIN, asker, admin.organization()),
                        SupportRequest.Kind.SET_UP_SSO,
                        subject,
                        text);
        return switch (opened) {
            case Result.Ok<SupportRequest>(SupportRequest request) -> request.id();
            case Result.Refused<SupportRequest>(var problems) ->
                    throw new IllegalStateException("the sample is refused: " + problems);
        };
    }

    /** The sample's operator owns the request and works on it. */
    void own(OrganizationId organization, SupportRequestId request) {
        jdbc.sql(
                        """
                        update support_request r set owner_id = o.id, owner_name = o.name from operator o
                        where o.email = ? and r.organization_id = ? and r.id = ?
                        """)
                .params(SampleLogin.OPERATOR, organization.value(), request.value())
                .update();
        jdbc.sql(
                        """
                        insert into request_focus (operator_id, organization_id, request_id, since)
                        select id, ?, ?, now() from operator where email = ?
                        """)
                .params(organization.value(), request.value(), SampleLogin.OPERATOR)
                .update();
    }

    /** That both sides confirmed each step of the rollout, and that its pilots came in. */
    void confirm(
            SampleRollout.Begun rollout, SupportRequestId request, User admin, String compared) {
        OrganizationId organization = rollout.connection().organization();
        jdbc.sql("update rollout set request = ? where organization_id = ? and id = ?")
                .params(request.toString(), organization.value(), rollout.id().value())
                .update();
        // The test was of the connection as it is.
        jdbc.sql(
                        """
                        update connection set created_at = ?, updated_at = ?, configured_at = ?
                        where organization_id = ? and id = ?
                        """)
                .params(
                        days(9),
                        days(9),
                        days(9),
                        organization.value(),
                        rollout.connection().id().value())
                .update();
        confirm(
                rollout,
                null,
                "CONFIGURED",
                "CUSTOMER",
                admin,
                8,
                Map.of(
                        "entityId", connections.spEntityId(rollout.connection()),
                        "acsUrl", connections.acsUrl(rollout.connection())));
        for (String side : new String[] {"CUSTOMER", "OPERATOR"}) {
            confirm(
                    rollout,
                    null,
                    "TEST",
                    side,
                    side.equals("CUSTOMER") ? admin : null,
                    7,
                    Map.of("version", rollout.connection().version()));
        }
        rollout.cohorts()
                .forEach((state, cohort) -> {
                    confirm(rollout, cohort, "APPROVAL", "CUSTOMER", admin, 5, approval(compared));
                    if (state == Standing.State.ENFORCED) {
                        confirm(rollout, cohort, "GO_AHEAD", "CUSTOMER", admin, 3, goAhead());
                    }
                });
    }

    private static Map<String, Object> approval(String compared) {
        return Map.of("revision", 1, "comparedWith", compared);
    }

    private static Map<String, Object> goAhead() {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("revision", 1);
        about.put("when", "NOW");
        about.put("passwordSessions", "END");
        about.put("newUsersOfTheDomains", false);
        return about;
    }

    private void confirm(
            SampleRollout.Begun rollout,
            @Nullable CohortId cohort,
            String kind,
            String side,
            @Nullable User admin,
            int daysAgo,
            Map<String, Object> about) {
        jdbc.sql(
                        """
                        insert into rollout_confirmation (organization_id, id, rollout_id, cohort_id, kind, side,
                            person_id, person, at, about)
                        values (:org, :id, :rollout, :cohort, :kind, :side, :personId, :person, :at, coalesce(
                            (select jsonb_build_object('list', name) from cohort
                             where organization_id = :org and id = :cohort::uuid), '{}') || :about::jsonb)
                        """)
                .param("org", rollout.connection().organization().value())
                .param("id", Sid.newUuid())
                .param("rollout", rollout.id().value())
                .param("cohort", cohort == null ? null : cohort.value())
                .param("kind", kind)
                .param("side", side)
                .param("personId", admin == null ? "" : admin.id().toString())
                .param("person", admin == null ? SampleLogin.OPERATOR_NAME : admin.email())
                .param("at", days(daysAgo))
                .param("about", json.writeValueAsString(about))
                .update();
    }

    /** The admin keeps a second way in, and has shown that it works. Nobody knows the codes of the sample. */
    void secondWayIn(User admin) {
        jdbc.sql(
                        """
                        insert into emergency_admin (organization_id, user_id, named_at, named_by, codes_made_at,
                            proven_at)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        admin.organization().value(),
                        admin.id().value(),
                        days(6),
                        admin.email(),
                        days(6),
                        days(6))
                .update();
        jdbc.sql(
                        """
                        insert into emergency_code (organization_id, user_id, code_hash)
                        select ?, ?, sha256(gen_random_uuid()::text::bytea) from generate_series(1, 9)
                        """)
                .params(admin.organization().value(), admin.id().value())
                .update();
    }

    private Timestamp days(int ago) {
        return Timestamp.from(clock.instant().minus(Duration.ofDays(ago)));
    }
}
