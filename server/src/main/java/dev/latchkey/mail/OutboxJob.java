package dev.latchkey.mail;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.latchkey.secrets.SealedColumn;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that sends what is in the outbox, on one node at a time, and what this module has sealed. */
@Configuration(proxyBeanMethods = false)
class OutboxJob {
    private static final String TASK = "outgoing-mail";
    private static final Duration EVERY = Duration.ofSeconds(5);

    static final TaskInstanceId INSTANCE = TaskInstanceId.of(TASK, RecurringTask.INSTANCE);

    @Bean
    static SealedColumn sealedMails() {
        return OutboxStore.SEALED;
    }

    @Bean
    Task<Void> outgoingMailTask(OutboxSender sender) {
        return Tasks.recurring(TASK, FixedDelay.of(EVERY))
                .execute((instance, context) ->
                        sender.send(context.getSchedulerState()::isShuttingDown));
    }
}
