package dev.latchkey.secretkeys;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that retires keys: one node does it at a time, and another continues where that one stopped. */
@Configuration(proxyBeanMethods = false)
class KeyRenewalJob {
    private static final Duration EVERY = Duration.ofMinutes(1);

    @Bean
    RecurringTask<Void> renewSealedTask(KeyRenewal renewal) {
        return Tasks.recurring("renew-sealed", FixedDelay.of(EVERY))
                .execute((instance, context) ->
                        renewal.run(context.getSchedulerState()::isShuttingDown));
    }
}
