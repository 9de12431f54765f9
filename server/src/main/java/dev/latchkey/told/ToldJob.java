package dev.latchkey.told;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that mails what was not mailed at once. */
@Configuration(proxyBeanMethods = false)
class ToldJob {
    @Bean
    RecurringTask<Void> toldTask(ToldPost post) {
        return Tasks.recurring("tell-of-changes", FixedDelay.of(ToldPost.EVERY))
                .execute((instance, context) -> post.sweep());
    }
}
