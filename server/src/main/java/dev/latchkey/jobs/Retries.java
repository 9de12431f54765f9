package dev.latchkey.jobs;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.latchkey.shared.OrganizationId;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * What becomes of a job after what nobody has thought of: it is tried again. What can be expected, such as a mail server
 * that is away, is not for here: it is waited for where it is known.
 */
public final class Retries {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private Retries() {}

    /** Again after a minute, until it works. */
    public static <T> FailureHandler<T> afterAMinute() {
        return new FailureHandler.OnFailureRetryLater<>(PAUSE);
    }

    /** A job about one thing of an organization, done once: its instance is the thing's id, its data the organization. */
    public static Task<String> once(
            TaskDescriptor<String> task, BiConsumer<OrganizationId, UUID> work) {
        return Tasks.oneTime(task)
                .onFailure(afterAMinute())
                .execute((instance, context) ->
                        work.accept(
                                OrganizationId.parse(instance.getData()).orElseThrow(),
                                UUID.fromString(instance.getId())));
    }
}
