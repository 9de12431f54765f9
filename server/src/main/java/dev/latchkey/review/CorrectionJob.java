package dev.latchkey.review;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.latchkey.shared.OrganizationId;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that mails a correction; its instance is the correction, its data the organization. */
@Configuration(proxyBeanMethods = false)
class CorrectionJob {
    static final TaskDescriptor<String> TASK =
            TaskDescriptor.of("mail-address-correction", String.class);

    /** After what nobody has thought of. The mail server is the outbox's to wait for. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    @Bean
    Task<String> mailAddressCorrectionTask(CorrectionMail mail) {
        return Tasks.oneTime(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) ->
                        mail.send(
                                OrganizationId.parse(instance.getData()).orElseThrow(),
                                UUID.fromString(instance.getId())));
    }
}
