package dev.latchkey.emergency;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.latchkey.shared.OrganizationId;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that mails what was announced; its instance is the event, its data the organization. */
@Configuration(proxyBeanMethods = false)
class NoticeJob {
    static final TaskDescriptor<String> TASK = TaskDescriptor.of("emergency-notice", String.class);

    /** After what nobody has thought of. The mail server is the outbox's to wait for. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    @Bean
    Task<String> emergencyNotice(NoticeSender sender) {
        return Tasks.oneTime(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) ->
                        sender.send(
                                OrganizationId.parse(instance.getData()).orElseThrow(),
                                UUID.fromString(instance.getId())));
    }
}
