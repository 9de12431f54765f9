package dev.latchkey.testing;

import dev.latchkey.enforcement.Standing;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.UserId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts a user where a rollout would have brought them, for tests of what follows from it. */
public final class Enrolled {
    private final JdbcClient jdbc;

    public Enrolled(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void put(
            OrganizationId organization,
            UserId user,
            ConnectionId connection,
            Standing.State state) {
        jdbc.sql("delete from enrollment where user_id = ?").param(user.value()).update();
        jdbc.sql("delete from cohort_user where user_id = ?").param(user.value()).update();
        switch (state) {
            case NOT_ENABLED -> {}
            case PILOT, EXCLUDED -> enroll(organization, user, connection, state);
            case APPROVED, ANNOUNCED, ENFORCED -> list(organization, user, connection, state);
        }
    }

    private void enroll(
            OrganizationId organization,
            UserId user,
            ConnectionId connection,
            Standing.State state) {
        jdbc.sql(
                        """
                        insert into enrollment (organization_id, user_id, connection_id, state, changed_at, changed_by)
                        values (?, ?, ?, ?, now(), 'test')
                        """)
                .params(organization.value(), user.value(), connection.value(), state.name())
                .update();
    }

    private void list(
            OrganizationId organization,
            UserId user,
            ConnectionId connection,
            Standing.State state) {
        RolloutId rollout = RolloutId.next();
        CohortId cohort = CohortId.next();
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by, closed_at)
                        values (?, ?, ?, now(), 'test', now())
                        """)
                .params(organization.value(), rollout.value(), connection.value())
                .update();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state,
                            approved_revision, created_at, created_by, enforced_at)
                        values (:org, :id, :rollout, :connection, 'Test', :state, 1, now(), 'test',
                            case when :state = 'ENFORCED' then now() end)
                        """)
                .param("org", organization.value())
                .param("id", cohort.value())
                .param("rollout", rollout.value())
                .param("connection", connection.value())
                .param("state", state.name())
                .update();
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision)
                        select organization_id, ?, id, 1, email, email_key, name, 'CHOICE', 'IN' from app_user
                        where organization_id = ? and id = ?
                        """)
                .params(cohort.value(), organization.value(), user.value())
                .update();
    }
}
