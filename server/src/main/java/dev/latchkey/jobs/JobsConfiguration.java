package dev.latchkey.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The scheduler, with the tasks that the modules declare as beans. What a transaction schedules is there when it
 * commits. What every node does by itself has Spring's timers (ADR 27).
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class JobsConfiguration {
    private static final Predicate<Task<?>> RECURRING = RecurringTask.class::isInstance;

    /** A node that died is noticed after a few missed heartbeats; another one then continues. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    @Bean
    Scheduler scheduler(DataSource database, List<Task<?>> tasks, Clock clock) {
        return Scheduler.create(
                        new TransactionAwareDataSourceProxy(database),
                        tasks.stream().filter(RECURRING.negate()).toList())
                .startTasks(
                        tasks.stream()
                                .filter(RECURRING)
                                .map(task -> (RecurringTask<?>) task)
                                .toList())
                .clock(clock::instant)
                .threads(4)
                .pollingInterval(Duration.ofSeconds(2))
                .heartbeatInterval(HEARTBEAT)
                .build();
    }

    /** For whoever schedules: it knows no task, so that what a task needs may schedule others. */
    @Bean
    @Primary
    SchedulerClient schedulerClient(DataSource database) {
        return SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database))
                .build();
    }

    /** Begins when everything else has begun, and ends first. */
    @Bean
    SmartLifecycle schedulerLifecycle(Scheduler scheduler) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                scheduler.start();
                running = true;
            }

            @Override
            public void stop() {
                scheduler.stop();
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }

            // What was stopped can't begin again, so a context that only rests leaves it alone.
            @Override
            public boolean isPauseable() {
                return false;
            }
        };
    }
}
