package dev.latchkey.imports;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The job behind a large import. It judges the lines and is done, and another one makes the users: that one may begin
 * before the first has left the table.
 */
@Configuration(proxyBeanMethods = false)
class LargeImportJob {
    private static final TaskDescriptor<String> TASK =
            TaskDescriptor.of("import-users", String.class);

    /** After this long the others get their turn. */
    private static final Duration TURN = Duration.ofSeconds(20);

    /** After what nobody has thought of, such as a database that is away. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** What the job is there for. */
    enum Work {
        JUDGE,
        CARRY_OUT
    }

    static void schedule(SchedulerClient scheduler, ImportStore.Key key, Work work, Instant now) {
        scheduler.scheduleIfNotExists(
                TASK.instance(key.id() + "." + work)
                        .data(key.organization() + " " + key.operator())
                        .scheduledTo(now));
    }

    @Bean
    Task<String> importUsersTask(LargeImports imports) {
        return Tasks.custom(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) ->
                        isDone(
                                        imports,
                                        key(instance.getId(), instance.getData()),
                                        context.getSchedulerState()::isShuttingDown)
                                ? new CompletionHandler.OnCompleteRemove<>()
                                : new CompletionHandler.OnCompleteReschedule<>(new AtOnce()));
    }

    private static boolean isDone(
            LargeImports imports, ImportStore.Key key, BooleanSupplier stopping) {
        long until = System.nanoTime() + TURN.toNanos();
        while (imports.step(key)) {
            if (stopping.getAsBoolean() || System.nanoTime() > until) {
                return false;
            }
        }
        return true;
    }

    private static ImportStore.Key key(String instance, String data) {
        String[] owners = data.split(" ", 2);
        return new ImportStore.Key(
                OrganizationId.parse(owners[0]).orElseThrow(),
                UUID.fromString(instance.substring(0, instance.indexOf('.'))),
                OperatorId.parse(owners[1]).orElseThrow());
    }

    /** When the others had their turn. */
    private record AtOnce() implements Schedule {
        @Override
        public Instant getNextExecutionTime(ExecutionComplete done) {
            return done.getTimeDone();
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }
}
