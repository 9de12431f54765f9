package dev.latchkey.enforcement;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.rollout.RolloutNotices;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks every minute after the lists that switched in the last week, and warns both sides when sign-ins fail. */
@Component
class WatchDuty {
    private static final Duration WATCHED = Duration.ofDays(7);
    private static final Duration LOOKED_AT = Duration.ofMinutes(15);
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int FEWEST = 5;

    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final Watch watch;
    private final RolloutNotices notices;
    private final Clock clock;

    WatchDuty(JdbcClient jdbc, Cohorts cohorts, Watch watch, RolloutNotices notices, Clock clock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.watch = watch;
        this.notices = notices;
        this.clock = clock;
    }

    void look() {
        List<Cohort> switched =
                jdbc
                        .sql(
                                """
                                select organization_id, id from cohort_state
                                where state = 'ENFORCED' and enforced_at > ?
                                """)
                        .param(Timestamp.from(clock.instant().minus(WATCHED)))
                        .query((row, number) ->
                                cohorts.find(
                                        new OrganizationId(
                                                row.getObject("organization_id", UUID.class)),
                                        new CohortId(row.getObject("id", UUID.class))))
                        .list()
                        .stream()
                        .flatMap(Optional::stream)
                        .toList();
        switched.forEach(this::look);
    }

    private void look(Cohort cohort) {
        Instant now = clock.instant();
        Instant since = now.minus(LOOKED_AT);
        long failed = watch.failed(cohort, since, now);
        if (failed < FEWEST) {
            return;
        }
        long succeeded = watch.succeeded(cohort, since, now);
        // A fifth of all attempts is more than people who mistype ever make.
        if (failed * 4 >= succeeded && note(cohort, now, failed, succeeded)) {
            notices.tell(
                    cohort,
                    "Sign-ins are failing after the switch",
                    "In the last 15 minutes "
                            + failed
                            + " sign-ins through the identity provider failed and "
                            + succeeded
                            + " worked. Look at the reasons on the rollout's page; one action there undoes the switch"
                            + " of the list \""
                            + cohort.name()
                            + "\".");
        }
    }

    /** One warning an hour, whichever node notices. */
    private boolean note(Cohort cohort, Instant now, long failed, long succeeded) {
        return jdbc.sql(
                                """
                                insert into rollout_warning (organization_id, rollout_id, at, failed, succeeded)
                                select :org, :rollout, :now, :failed, :succeeded
                                where not exists (select 1 from rollout_warning where organization_id = :org
                                    and rollout_id = :rollout and at > :quiet)
                                """)
                        .param("org", cohort.organization().value())
                        .param("rollout", cohort.rollout().value())
                        .param("now", Timestamp.from(now))
                        .param("failed", failed)
                        .param("succeeded", succeeded)
                        .param("quiet", Timestamp.from(now.minus(QUIET)))
                        .update()
                > 0;
    }

    /** The task by which it looks. */
    @Configuration(proxyBeanMethods = false)
    static class Duty {
        @Bean
        Task<Void> watchDutyTask(WatchDuty duty) {
            return Tasks.recurring("watch-switched-lists", FixedDelay.ofSeconds(60))
                    .execute((instance, context) -> duty.look());
        }
    }
}
