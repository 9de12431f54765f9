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
import java.util.UUID;
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

    /** The last session that was looked at; the next ones stand behind it. */
    private record Place(UUID user, UUID session) {
        static final Place FIRST = new Place(new UUID(0, 0), new UUID(0, 0));
    }

    private static void endAll(JdbcClient jdbc, Cohort cohort) {
        Optional<Place> last = Optional.of(Place.FIRST);
        while (last.isPresent()) {
            last = end(jdbc, cohort, last.get());
        }
    }

    /** Looks each user up, as a sign-in does: how long that takes does not hang on what is known of the tables. */
    private static Optional<Place> end(JdbcClient jdbc, Cohort cohort, Place after) {
        return jdbc.sql(
                        """
                        with looked_at as materialized (
                            select user_id, id from session
                            where organization_id = :org and method = 'PASSWORD' and (user_id, id) > (:user, :id)
                            order by user_id, id limit :most
                        ), ended as (
                            delete from session where id in (
                                select l.id from looked_at l cross join lateral (
                                    select 1 from standing st where st.organization_id = :org
                                      and st.user_id = l.user_id and st.cohort_id = :cohort and st.state = 'ENFORCED'
                                    limit 1) enforced)
                        )
                        select user_id, id from looked_at order by user_id desc, id desc limit 1
                        """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("user", after.user())
                .param("id", after.session())
                .param("most", AT_ONCE)
                .query((row, number) ->
                        new Place(
                                row.getObject("user_id", UUID.class),
                                row.getObject("id", UUID.class)))
                .optional();
    }
}
