package dev.latchkey.enforcement;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.rollout.RolloutGate;
import dev.latchkey.rollout.Side;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Undoes the switch for some users of a list (requirement D8), and brings it back for one. */
@Component
class Releases {
    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final RemainingWays ways;
    private final OrganizationLock lock;
    private final Audit audit;
    private final Clock clock;

    Releases(
            JdbcClient jdbc,
            Cohorts cohorts,
            RemainingWays ways,
            OrganizationLock lock,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.ways = ways;
        this.lock = lock;
        this.audit = audit;
        this.clock = clock;
    }

    /** Lets users of an enforced list use their passwords again. Either side may; SSO goes on working for them. */
    @Transactional
    public Result<Integer> release(
            Caller caller, Cohort given, Collection<UserId> users, String reason) {
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        Optional<Problem> problem =
                Problem.when(!cohort.enforced(), EnforcementError.NOT_ENFORCED)
                        .or(() ->
                                Problem.when(
                                        !Enforcements.sound(reason), CohortError.REASON_MISSING));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        List<String> released =
                jdbc.sql(
                                """
                                insert into cohort_release (organization_id, cohort_id, user_id, kind, reason,
                                    released_at, released_by)
                                select cu.organization_id, cu.cohort_id, cu.user_id, 'RELEASED', :reason, :at, :by
                                from cohort_member_in(:org, :cohort, :revision) cu
                                where cu.user_id = any(:users) and cu.decision = 'IN'
                                on conflict do nothing returning user_id::text
                                """)
                        .param("reason", reason.strip())
                        .param("at", Timestamp.from(clock.instant()))
                        .param("by", caller.actor().name())
                        .param("org", caller.organization().value())
                        .param("cohort", cohort.id().value())
                        .param("revision", cohort.approvedRevision())
                        .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
                        .query(String.class)
                        .list();
        released.forEach(user ->
                record(caller, cohort, EnforcementAction.USER_SSO_RELEASED, user, reason.strip()));
        return Result.ok(released.size());
    }

    /** Ends the exception of one user within 30 days: they are where their list is. The customer's alone. */
    @Transactional
    public Result<Cohort> restore(Caller caller, Cohort given, UserId user) {
        lock.take(caller.organization());
        Cohort cohort = cohorts.lock(caller.organization(), given.id()).orElseThrow();
        Optional<Problem> problem =
                RolloutGate.only(Side.CUSTOMER, caller)
                        .or(() ->
                                Problem.when(
                                        cohort.enforced()
                                                && !ways.remain(
                                                        caller.organization(),
                                                        RemainingWays.Change.switching(user)),
                                        EnforcementError.NO_WAY_IN));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        int gone =
                jdbc.sql(
                                """
                                delete from cohort_release
                                where organization_id = ? and cohort_id = ? and user_id = ? and kind <> 'CHANGED'
                                  and released_at > ?
                                """)
                        .params(
                                caller.organization().value(),
                                cohort.id().value(),
                                user.value(),
                                Timestamp.from(clock.instant().minus(Enforcements.KEPT)))
                        .update();
        if (gone == 0) {
            return Result.refused(EnforcementError.TOO_LATE, "");
        }
        record(caller, cohort, EnforcementAction.USER_SSO_RESTORED, user.value().toString(), "");
        return Result.ok(cohort);
    }

    private void record(
            Caller caller, Cohort cohort, AuditAction action, String user, String reason) {
        audit.record(
                caller.actor(),
                caller.organization(),
                action,
                "user",
                new UserId(UUID.fromString(user)).toString(),
                Map.of("list", cohort.id().toString(), "reason", reason));
    }

    /** Who stands back from the list now. */
    record Released(UserId user, String email, String kind, String reason, Instant at, String by) {
        /** What the page shows of it. */
        public Seen seen() {
            return Seen.of(this);
        }
    }

    /** What the page shows of this user's exception now. */
    Seen shown(Cohort cohort, UserId user) {
        return of(cohort).stream()
                .filter(each -> each.user().equals(user))
                .findFirst()
                .map(Released::seen)
                .orElseGet(() -> Seen.of("none"));
    }

    List<Released> of(Cohort cohort) {
        return jdbc.sql(
                        """
                        select r.*, u.email from cohort_release r
                        join directory_user u on u.organization_id = r.organization_id and u.id = r.user_id
                        where r.organization_id = ? and r.cohort_id = ? order by r.released_at desc, u.email_key limit 200
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .query((row, number) ->
                        new Released(
                                new UserId(row.getObject("user_id", UUID.class)),
                                row.getString("email"),
                                row.getString("kind"),
                                row.getString("reason"),
                                row.getTimestamp("released_at").toInstant(),
                                row.getString("released_by")))
                .list();
    }
}
