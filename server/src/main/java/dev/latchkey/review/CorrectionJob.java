package dev.latchkey.review;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.latchkey.jobs.Retries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that mails a correction; its instance is the correction, its data the organization. */
@Configuration(proxyBeanMethods = false)
class CorrectionJob {
    static final TaskDescriptor<String> TASK =
            TaskDescriptor.of("mail-address-correction", String.class);

    @Bean
    Task<String> mailAddressCorrectionTask(CorrectionMail mail) {
        return Retries.once(TASK, mail::send);
    }
}
