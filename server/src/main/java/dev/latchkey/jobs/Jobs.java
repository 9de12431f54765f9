package dev.latchkey.jobs;

import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs that wait to be run, for callers that change their mind. */
public final class Jobs {
    private Jobs() {}

    /**
     * Takes back what was scheduled, in the caller's transaction. Nothing where nothing is scheduled, or where it is being
     * done at this moment: the scheduler's own way fails then.
     */
    public static void cancel(JdbcClient jdbc, TaskInstanceId job) {
        jdbc.sql(
                        "delete from scheduled_tasks where task_name = ? and task_instance = ? and not picked")
                .params(job.getTaskName(), job.getId())
                .update();
    }
}
