package dev.latchkey.enforcement;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.jobs.Jobs;
import dev.latchkey.rollout.RolloutNotices;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The switch at the time that the customer named. What stands in its way then is told to both sides. */
@Configuration(proxyBeanMethods = false)
class PlannedSwitch {
    private static final TaskDescriptor<String> TASK =
            TaskDescriptor.of("planned-switch", String.class);
    private static final Actor PLANNED = new Actor(Actor.Kind.SYSTEM, null, "Planned switch");

    /** Takes the place of what was planned before. */
    static void schedule(SchedulerClient scheduler, Cohort cohort, Instant at) {
        scheduler.scheduleIfNotExists(
                TASK.instance(cohort.id().toString())
                        .data(cohort.organization().toString())
                        .scheduledTo(at));
    }

    /** Nothing where nothing is planned, or where it is happening at this moment. */
    static void cancel(JdbcClient jdbc, Cohort cohort) {
        Jobs.cancel(jdbc, TASK.instanceId(cohort.id().toString()));
    }

    @Bean
    Task<String> plannedSwitchTask(
            Cohorts cohorts, Enforcements enforcements, RolloutNotices notices) {
        return Tasks.oneTime(TASK)
                .execute((instance, context) ->
                        OrganizationId.parse(instance.getData())
                                .flatMap(organization ->
                                        due(cohorts, organization, instance.getId()))
                                .ifPresent(due -> carryOut(due, enforcements, notices)));
    }

    private static Optional<Due> due(Cohorts cohorts, OrganizationId organization, String cohort) {
        return CohortId.parse(cohort)
                .flatMap(id -> cohorts.find(organization, id))
                .map(found -> new Due(new Caller(Caller.Kind.JOB, PLANNED, organization), found));
    }

    private record Due(Caller caller, Cohort cohort) {}

    private static void carryOut(Due due, Enforcements enforcements, RolloutNotices notices) {
        if (enforcements.enforce(due.caller(), due.cohort())
                instanceof Result.Refused<Cohort>(List<Problem> problems)) {
            notices.tell(
                    due.cohort(),
                    "The planned switch did not happen",
                    "The users of the list \""
                            + due.cohort().name()
                            + "\" were to switch to single sign-on now. They did not: "
                            + problems.stream()
                                    .map(problem ->
                                            problem.code().meaning()
                                                    + " "
                                                    + problem.code().remedy())
                                    .collect(Collectors.joining(" "))
                            + " Nobody's sign-in has changed.");
        }
    }
}
