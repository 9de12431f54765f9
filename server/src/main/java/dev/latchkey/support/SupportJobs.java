package dev.latchkey.support;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What support does without anybody waiting for it. */
@Configuration(proxyBeanMethods = false)
class SupportJobs {
    /** After what nobody has thought of. The mail server is the outbox's to wait for. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    /** One message, named by its id. */
    @Bean
    Task<?> supportMail(RequestNoticeJob job) {
        return Tasks.oneTime(RequestNotices.TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) -> job.send(UUID.fromString(instance.getId())));
    }
}
