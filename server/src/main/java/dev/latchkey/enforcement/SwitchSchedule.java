package dev.latchkey.enforcement;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.cohorts.Cohort;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What happens to a list at a later time. */
@Component
class SwitchSchedule {
    private final SchedulerClient scheduler;
    private final JdbcClient jdbc;
    private final Clock clock;

    SwitchSchedule(SchedulerClient scheduler, JdbcClient jdbc, Clock clock) {
        this.scheduler = scheduler;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Plans the switch in the place of what was planned before; null plans none. */
    void plan(Cohort cohort, @Nullable Instant at) {
        PlannedSwitch.cancel(jdbc, cohort);
        if (at != null) {
            PlannedSwitch.schedule(scheduler, cohort, at);
        }
    }

    /** Has the sessions ended that the list's users began with a password. */
    void endPasswordSessions(Cohort cohort) {
        SessionEnd.schedule(scheduler, cohort, clock.instant());
    }
}
