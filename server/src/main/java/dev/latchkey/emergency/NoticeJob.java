package dev.latchkey.emergency;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.latchkey.jobs.Retries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that mails what was announced; its instance is the event, its data the organization. */
@Configuration(proxyBeanMethods = false)
class NoticeJob {
    static final TaskDescriptor<String> TASK = TaskDescriptor.of("emergency-notice", String.class);

    @Bean
    Task<String> emergencyNotice(NoticeSender sender) {
        return Retries.once(TASK, sender::send);
    }
}
