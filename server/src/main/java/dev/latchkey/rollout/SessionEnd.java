package dev.latchkey.rollout;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Ends the sessions that users of a switched list began with a password, a few thousand at a time. It comes back once
 * for sign-ins that were under way at the moment of the switch.
 */
@Configuration(proxyBeanMethods = false)
class SessionEnd {
    private static final TaskDescriptor<String> TASK =
            TaskDescriptor.of("end-password-sessions", String.class);
    private static final Duration ONCE_MORE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 5_000;

    static void schedule(SchedulerClient scheduler, Cohort cohort, Instant now) {
        for (Instant at : List.of(now, now.plus(ONCE_MORE))) {
            scheduler.scheduleIfNotExists(
                    TASK.instance(cohort.id() + "@" + at.toEpochMilli())
                            .data(cohort.organization().toString())
                            .scheduledTo(at));
        }
    }

    @Bean
    Task<String> sessionEndTask(JdbcClient jdbc, Cohorts cohorts) {
        return Tasks.oneTime(TASK)
                .execute((instance, context) ->
                        OrganizationId.parse(instance.getData())
                                .flatMap(organization ->
                                        cohort(cohorts, organization, instance.getId()))
                                .filter(Cohort::enforced)
                                .ifPresent(cohort -> endAll(jdbc, cohort)));
    }

    private static Optional<Cohort> cohort(
            Cohorts cohorts, OrganizationId organization, String instance) {
        return CohortId.parse(instance.substring(0, instance.indexOf('@')))
                .flatMap(id -> cohorts.find(organization, id));
    }

    private static void endAll(JdbcClient jdbc, Cohort cohort) {
        while (end(jdbc, cohort) == AT_ONCE) {
            // until fewer than asked for were left
        }
    }

    private static int end(JdbcClient jdbc, Cohort cohort) {
        return jdbc.sql(
                        """
                        delete from session where id_hash in (
                            select s.id_hash from session s
                            join standing st on st.organization_id = s.organization_id and st.user_id = s.user_id
                            where s.organization_id = :org and s.method = 'PASSWORD' and st.cohort_id = :cohort
                              and st.state = 'ENFORCED'
                            limit :most)
                        """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("most", AT_ONCE)
                .update();
    }
}
