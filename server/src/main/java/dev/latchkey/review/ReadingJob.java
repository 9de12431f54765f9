package dev.latchkey.review;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.latchkey.audit.Actor;
import dev.latchkey.jobs.Retries;
import dev.latchkey.rollout.Cohorts;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads large lists in the background and compares them at once; sweeps what nobody needs. */
@Configuration(proxyBeanMethods = false)
class ReadingJob {
    static final TaskDescriptor<Order> TASK = TaskDescriptor.of("read-idp-list", Order.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int TRIES = 3;

    /** Which list of whom, and who confirmed its columns. */
    record Order(
            String organization, String cohort, String actorKind, String actorId, String actorName)
            implements Serializable {
        Actor actor() {
            return new Actor(
                    Actor.Kind.valueOf(actorKind), actorId.isEmpty() ? null : actorId, actorName);
        }
    }

    @Bean
    Task<Order> readIdpListTask(IdpListLoader loader, Comparisons comparisons, Cohorts cohorts) {
        return Tasks.oneTime(TASK)
                .onFailure(
                        new FailureHandler.MaxRetriesFailureHandler<>(
                                TRIES, Retries.afterAMinute()))
                .execute((instance, context) -> {
                    Order order = instance.getData();
                    OrganizationId organization =
                            OrganizationId.parse(order.organization()).orElseThrow();
                    loader.load(order.actor(), organization, UUID.fromString(instance.getId()));
                    CohortId.parse(order.cohort())
                            .flatMap(id -> cohorts.find(organization, id))
                            .ifPresent(comparisons::fresh);
                });
    }

    @Bean
    RecurringTask<Void> sweepIdpListsTask(IdpLists lists) {
        return Tasks.recurring("sweep-idp-lists", FixedDelay.of(EVERY))
                .execute((instance, context) -> lists.sweep());
    }
}
