package dev.latchkey.enforcement;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.login.PasswordSessions;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Ends the sessions that users of a switched list began with a password. It comes back once
 * for sign-ins that were under way at the moment of the switch.
 */
@Configuration(proxyBeanMethods = false)
class SessionEnd {
    private static final TaskDescriptor<String> TASK =
            TaskDescriptor.of("end-password-sessions", String.class);
    private static final Duration ONCE_MORE = Duration.ofMinutes(1);

    static void schedule(SchedulerClient scheduler, Cohort cohort, Instant now) {
        for (Instant at : List.of(now, now.plus(ONCE_MORE))) {
            scheduler.scheduleIfNotExists(
                    TASK.instance(cohort.id() + "@" + at.toEpochMilli())
                            .data(cohort.organization().toString())
                            .scheduledTo(at));
        }
    }

    @Bean
    Task<String> sessionEndTask(JdbcClient jdbc, Cohorts cohorts, PasswordSessions sessions) {
        return Tasks.oneTime(TASK)
                .execute((instance, context) ->
                        OrganizationId.parse(instance.getData())
                                .flatMap(organization ->
                                        cohort(cohorts, organization, instance.getId()))
                                .filter(Cohort::enforced)
                                .ifPresent(cohort ->
                                        sessions.end(
                                                cohort.organization(),
                                                users -> enforced(jdbc, cohort, users))));
    }

    private static Optional<Cohort> cohort(
            Cohorts cohorts, OrganizationId organization, String instance) {
        return CohortId.parse(instance.substring(0, instance.indexOf('@')))
                .flatMap(id -> cohorts.find(organization, id));
    }

    /** Looks each user up, as a sign-in does: how long that takes does not hang on what is known of the tables. */
    private static Set<UserId> enforced(JdbcClient jdbc, Cohort cohort, Set<UserId> users) {
        return new HashSet<>(
                jdbc.sql(
                                """
                                select u.id from unnest(:users) u(id) cross join lateral (
                                    select 1 from standing st where st.organization_id = :org and st.user_id = u.id
                                      and st.cohort_id = :cohort and st.state = 'ENFORCED'
                                    limit 1) enforced
                                """)
                        .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
                        .param("org", cohort.organization().value())
                        .param("cohort", cohort.id().value())
                        .query((row, number) -> new UserId(row.getObject("id", UUID.class)))
                        .list());
    }
}
