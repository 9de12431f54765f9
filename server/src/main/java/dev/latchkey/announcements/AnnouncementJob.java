package dev.latchkey.announcements;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.latchkey.jobs.Retries;
import dev.latchkey.rollout.Cohort;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that sends; its instance is the list and the run, its data the organization. */
@Configuration(proxyBeanMethods = false)
class AnnouncementJob {
    private static final TaskDescriptor<String> TASK =
            TaskDescriptor.of("announcement", String.class);

    static void schedule(SchedulerClient scheduler, Cohort cohort, int run, Instant now) {
        scheduler.scheduleIfNotExists(
                TASK.instance(cohort.id() + "." + run)
                        .data(cohort.organization().toString())
                        .scheduledTo(now));
    }

    @Bean
    Task<String> announcementTask(AnnouncementSender sender) {
        return Tasks.custom(TASK)
                .onFailure(Retries.afterAMinute())
                .execute((instance, context) ->
                        sender.send(
                                        run(instance.getId(), instance.getData()),
                                        context.getSchedulerState()::isShuttingDown)
                                .<CompletionHandler<String>>map(next ->
                                        new CompletionHandler.OnCompleteReschedule<>(new At(next)))
                                .orElseGet(CompletionHandler.OnCompleteRemove::new));
    }

    private static AnnouncementSender.Run run(String instance, String organization) {
        String[] parts = instance.split("\\.", 2);
        return new AnnouncementSender.Run(
                OrganizationId.parse(organization).orElseThrow(),
                CohortId.parse(parts[0]).orElseThrow(),
                Integer.parseInt(parts[1]));
    }

    /** Once, at this time. */
    private record At(Instant time)
            implements com.github.kagkarlsson.scheduler.task.schedule.Schedule {
        @Override
        public Instant getNextExecutionTime(ExecutionComplete done) {
            return time;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }
}
