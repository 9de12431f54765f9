package dev.latchkey.demo;

import dev.latchkey.connections.Connection;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.RolloutId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A rollout in the middle of its way: pilots, and lists that have come as far as each state. */
@Component
@Profile("demo")
class SampleRollout {
    private static final String BY = SampleLogin.OPERATOR_NAME;

    private final JdbcClient jdbc;
    private final Clock clock;

    SampleRollout(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The rollout through a connection, with its lists by their state. */
    record Begun(Connection connection, RolloutId id, Map<Standing.State, CohortId> cohorts) {}

    Begun begin(Connection connection) {
        RolloutId id = RolloutId.next();
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(
                        connection.organization().value(),
                        id.value(),
                        connection.id().value(),
                        ago(Duration.ofDays(9)),
                        BY)
                .update();
        Begun begun = new Begun(connection, id, new EnumMap<>(Standing.State.class));
        cohort(begun, "Early birds", Standing.State.ENFORCED);
        cohort(begun, "Design", Standing.State.ANNOUNCED);
        cohort(begun, "Research", Standing.State.APPROVED);
        return begun;
    }

    private void cohort(Begun rollout, String name, Standing.State state) {
        rollout.cohorts().put(state, cohort(rollout, name, state.name(), 1));
    }

    private CohortId cohort(
            Begun rollout, String name, String state, @Nullable Integer approvedRevision) {
        CohortId id = CohortId.next();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state,
                            approved_revision, created_at, created_by, enforced_at, enforced_by)
                        values (:org, :id, :rollout, :connection, :name, :state, :approved, :made, :by,
                            :enforced, :enforcer)
                        """)
                .param("org", rollout.connection().organization().value())
                .param("id", id.value())
                .param("rollout", rollout.id().value())
                .param("connection", rollout.connection().id().value())
                .param("name", name)
                .param("state", state)
                .param("approved", approvedRevision)
                .param("made", ago(Duration.ofDays(6)))
                .param("by", BY)
                .param("enforced", state.equals("ENFORCED") ? ago(Duration.ofDays(2)) : null)
                .param("enforcer", state.equals("ENFORCED") ? BY : null)
                .update();
        jdbc.sql(
                        """
                        insert into cohort_revision (organization_id, cohort_id, revision, made_at, made_by, users_in,
                            users_out)
                        values (?, ?, 1, ?, ?, 0, 0)
                        """)
                .params(
                        rollout.connection().organization().value(),
                        id.value(),
                        ago(Duration.ofDays(6)),
                        BY)
                .update();
        return id;
    }

    /** A list that nobody has approved yet; in it are all who work in one account. */
    CohortId inReview(Begun rollout, String name, String account, List<User> users) {
        CohortId cohort = cohort(rollout, name, "REVIEW", null);
        jdbc.sql(
                        """
                        insert into cohort_rule (organization_id, cohort_id, kind, value, account_id, added_at, added_by)
                        select organization_id, :cohort::uuid, 'ACCOUNT', name, id, :at::timestamptz, :by from account
                        where organization_id = :org and name = :name
                        """)
                .param("org", rollout.connection().organization().value())
                .param("cohort", cohort.value())
                .param("at", ago(Duration.ofDays(1)))
                .param("by", SampleLogin.OPERATOR_NAME)
                .param("name", account)
                .update();
        users.stream()
                .filter(user -> user.organization().equals(rollout.connection().organization()))
                .forEach(user -> list(cohort, user, "ACCOUNT", "IN", null));
        users.forEach(user -> join(rollout, account, user));
        return cohort;
    }

    private void join(Begun rollout, String account, User user) {
        jdbc.sql(
                        """
                        insert into membership (organization_id, account_id, user_organization_id, user_id, created_at)
                        select organization_id, id, ?::uuid, ?::uuid, ?::timestamptz from account where organization_id = ? and name = ?
                        """)
                .params(
                        user.organization().value(),
                        user.id().value(),
                        ago(Duration.ofDays(20)),
                        rollout.connection().organization().value(),
                        account)
                .update();
    }

    void put(Begun rollout, User user, Standing.State state, @Nullable String reason) {
        switch (state) {
            case NOT_ENABLED -> {}
            case PILOT -> pilot(rollout, user);
            case EXCLUDED -> list(rollout, user, Standing.State.APPROVED, "OUT", reason);
            case APPROVED, ANNOUNCED, ENFORCED -> list(rollout, user, state, "IN", null);
        }
    }

    private void pilot(Begun rollout, User user) {
        jdbc.sql(
                        """
                        insert into pilot (organization_id, rollout_id, user_id, nominated_at, nominated_by, enabled_at,
                            enabled_by)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        user.organization().value(),
                        rollout.id().value(),
                        user.id().value(),
                        ago(Duration.ofDays(8)),
                        BY,
                        ago(Duration.ofDays(8)),
                        BY)
                .update();
        jdbc.sql(
                        """
                        insert into enrollment (organization_id, user_id, connection_id, state, changed_at, changed_by)
                        values (?, ?, ?, 'PILOT', ?, ?)
                        """)
                .params(
                        user.organization().value(),
                        user.id().value(),
                        rollout.connection().id().value(),
                        ago(Duration.ofDays(8)),
                        BY)
                .update();
    }

    private void list(
            Begun rollout,
            User user,
            Standing.State state,
            String decision,
            @Nullable String reason) {
        CohortId cohort = rollout.cohorts().get(state);
        if (cohort == null) {
            throw new IllegalStateException("the sample has no list for " + state);
        }
        list(cohort, user, "CHOICE", decision, reason);
        jdbc.sql(
                        """
                        insert into cohort_choice (organization_id, cohort_id, user_id, chosen_at, chosen_by)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(
                        user.organization().value(),
                        cohort.value(),
                        user.id().value(),
                        ago(Duration.ofDays(6)),
                        BY)
                .update();
    }

    private void list(
            CohortId cohort, User user, String foundBy, String decision, @Nullable String reason) {
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision, reason, decided_by)
                        values (:org, :cohort, :user, 1, :email, lower(:email), :name, :found, :decision, :reason, :by)
                        """)
                .param("org", user.organization().value())
                .param("cohort", cohort.value())
                .param("user", user.id().value())
                .param("email", user.email())
                .param("name", user.name())
                .param("found", foundBy)
                .param("decision", decision)
                .param("reason", reason)
                .param("by", BY)
                .update();
        jdbc.sql(
                        """
                        update cohort_revision set users_in = users_in + :ins, users_out = users_out + :outs
                        where organization_id = :org and cohort_id = :cohort
                        """)
                .param("org", user.organization().value())
                .param("cohort", cohort.value())
                .param("ins", decision.equals("IN") ? 1 : 0)
                .param("outs", decision.equals("OUT") ? 1 : 0)
                .update();
    }

    private Timestamp ago(Duration time) {
        Instant then = clock.instant().minus(time);
        return Timestamp.from(then);
    }
}
