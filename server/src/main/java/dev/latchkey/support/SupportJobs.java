package dev.latchkey.support;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.latchkey.jobs.Retries;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What support does without anybody waiting for it. */
@Configuration(proxyBeanMethods = false)
class SupportJobs {
    /** One message, named by its id. */
    @Bean
    Task<?> supportMail(RequestNoticeJob job) {
        return Tasks.oneTime(RequestNotices.TASK)
                .onFailure(Retries.afterAMinute())
                .execute((instance, context) -> job.send(UUID.fromString(instance.getId())));
    }
}
