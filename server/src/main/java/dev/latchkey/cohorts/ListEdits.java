package dev.latchkey.cohorts;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes a cohort's list. What was approved is kept as it was (requirement D7): the first change after an approval
 * begins a new revision, which needs an approval of its own.
 */
@Component
public class ListEdits {
    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final ObjectProvider<Findings> findings;
    private final Door door;
    private final Audit audit;
    private final Clock clock;

    ListEdits(
            JdbcClient jdbc,
            Cohorts cohorts,
            ObjectProvider<Findings> findings,
            Door door,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.findings = findings;
        this.door = door;
        this.audit = audit;
        this.clock = clock;
    }

    /** Leaves users out of the list, for a reason that stands beside each of them. Returns how many it changed. */
    @Transactional
    public Result<Long> strikeOut(
            Caller caller, CohortId cohort, Collection<UserId> users, String reason) {
        return decide(
                caller,
                cohort,
                CohortError.ifUnsound(reason),
                users,
                new Decision("OUT", reason.strip()));
    }

    /** Takes users back into the list. */
    @Transactional
    public Result<Long> takeBack(Caller caller, CohortId cohort, Collection<UserId> users) {
        return decide(caller, cohort, Optional.empty(), users, new Decision("IN", null));
    }

    /** What people say of users, and why. */
    private record Decision(String code, @Nullable String reason) {
        boolean out() {
            return code.equals("OUT");
        }
    }

    /** Gives a user's line the address that they have confirmed; the decision about them stays. */
    @Transactional
    public Result<Long> correct(
            Actor actor,
            OrganizationId organization,
            CohortId id,
            UserId user,
            EmailAddress email) {
        return edit(
                organization,
                id,
                actor,
                cohort -> {
                    long changed = correct(cohort, user, email);
                    audit.record(
                            actor,
                            organization,
                            CohortAction.COHORT_ADDRESS_CORRECTED,
                            "cohort",
                            id.toString(),
                            Map.of(
                                    "user",
                                    user.toString(),
                                    "email",
                                    email.value(),
                                    "revision",
                                    cohort.revision()));
                    return changed;
                });
    }

    private long correct(Cohort cohort, UserId user, EmailAddress email) {
        return jdbc.sql(
                        """
                        with old as (
                            select * from cohort_user
                            where organization_id = :org and cohort_id = :cohort and user_id = :user and until is null
                        ), ended as (
                            update cohort_user cu set until = :revision from old
                            where cu.organization_id = old.organization_id and cu.cohort_id = old.cohort_id
                              and cu.user_id = old.user_id and cu.since = old.since and old.since < :revision
                        )
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key,
                            name, found_by, decision, reason, decided_by)
                        select organization_id, cohort_id, user_id, :revision, :email, :key, name, found_by, decision, reason,
                            decided_by
                        from old
                        on conflict (organization_id, cohort_id, user_id, since) do update
                            set email = excluded.email, email_key = excluded.email_key
                        """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("user", user.value())
                .param("revision", cohort.revision())
                .param("email", email.value())
                .param("key", email.key())
                .update();
    }

    private Result<Long> decide(
            Caller caller,
            CohortId id,
            Optional<Problem> problem,
            Collection<UserId> users,
            Decision decision) {
        UUID[] ids = users.stream().map(UserId::value).toArray(UUID[]::new);
        return door.enter(caller, CohortPermission.EDIT_LIST)
                .with(id)
                .unless(cohort -> problem)
                .attempt(cohort -> {
                    Bearing bearing = bearing(caller.organization(), cohort, ids, decision);
                    if (!bearing.there()) {
                        return new Result.Refused<>(
                                List.of(new Problem(CohortError.NOBODY_CHOSEN, null)));
                    }
                    // What says what the list says already begins nothing, and what was approved
                    // stays approved.
                    return bearing.otherwise()
                            ? decided(caller, cohort, users, decision)
                            : changeable(caller.organization(), cohort)
                                    .map(unchanged -> Done.withoutRecord(0L));
                });
    }

    /**
     * What a decision would do to the users that it is about.
     *
     * @param there whether any of them is on the list
     * @param otherwise whether the list says something else of any
     */
    private record Bearing(boolean there, boolean otherwise) {}

    private Bearing bearing(
            OrganizationId organization, CohortId cohort, UUID[] ids, Decision decision) {
        return jdbc.sql(
                        """
                        select coalesce(bool_or(true), false) as there,
                            coalesce(bool_or(decision <> :decision or reason is distinct from :reason), false) as otherwise
                        from cohort_user
                        where organization_id = :org and cohort_id = :cohort and user_id = any(:ids) and until is null
                        """)
                .param("org", organization.value())
                .param("cohort", cohort.value())
                .param("ids", ids)
                .param("decision", decision.code())
                .param("reason", decision.reason())
                .query((row, number) ->
                        new Bearing(row.getBoolean("there"), row.getBoolean("otherwise")))
                .single();
    }

    private Result<Done<Long>> decided(
            Caller caller, CohortId id, Collection<UserId> users, Decision decision) {
        return edit(
                caller.organization(),
                id,
                caller.actor(),
                cohort -> {
                    UUID[] ids = users.stream().map(UserId::value).toArray(UUID[]::new);
                    long changed = decide(cohort, ids, decision, caller.actor());
                    return Done.recorded(
                            changed,
                            decision.out()
                                    ? CohortAction.COHORT_STRUCK_OUT
                                    : CohortAction.COHORT_TAKEN_BACK,
                            Subject.of(id),
                            Map.of(
                                    "users",
                                    users.stream().limit(200).map(UserId::toString).toList(),
                                    "changed",
                                    changed,
                                    "revision",
                                    cohort.revision(),
                                    "reason",
                                    decision.reason() == null ? "" : decision.reason()));
                });
    }

    /** The rows of the revision change in place; those of earlier revisions end, and new ones follow. */
    private long decide(Cohort cohort, UUID[] ids, Decision decision, Actor actor) {
        long changed =
                jdbc.sql(
                                """
                                with old as (
                                    select * from cohort_user
                                    where organization_id = :org and cohort_id = :cohort and user_id = any(:ids)
                                      and until is null and (decision <> :decision or reason is distinct from :reason)
                                ), ended as (
                                    update cohort_user cu set until = :revision from old
                                    where cu.organization_id = old.organization_id and cu.cohort_id = old.cohort_id
                                      and cu.user_id = old.user_id and cu.since = old.since and old.since < :revision
                                )
                                insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key,
                                    name, found_by, decision, reason, decided_by)
                                select organization_id, cohort_id, user_id, :revision, email, email_key, name, found_by,
                                    :decision, :reason, :by
                                from old
                                on conflict (organization_id, cohort_id, user_id, since) do update
                                    set decision = excluded.decision, reason = excluded.reason,
                                        decided_by = excluded.decided_by
                                """)
                        .param("org", cohort.organization().value())
                        .param("cohort", cohort.id().value())
                        .param("ids", ids)
                        .param("revision", cohort.revision())
                        .param("decision", decision.code())
                        .param("reason", decision.reason())
                        .param("by", actor.name())
                        .update();
        return changed;
    }

    /**
     * Runs a change of the list within the revision that is open for changes, and counts the list anew.
     *
     * @param change gets the cohort with the revision to write to
     */
    @Transactional
    public <R> Result<R> edit(
            OrganizationId organization, CohortId id, Actor actor, Function<Cohort, R> change) {
        return changeable(organization, id)
                .map(found -> edited(openRevision(found, actor), change));
    }

    /** The list with its row held, where it is there and its users have not switched. */
    private Result<Cohort> changeable(OrganizationId organization, CohortId id) {
        return cohorts.lock(organization, id)
                .map(found -> Result.of(CohortError.ifEnforced(found), () -> Result.ok(found)))
                .orElseGet(() -> Result.refused(CohortError.COHORT_UNKNOWN, id.toString()));
    }

    private <R> R edited(Cohort open, Function<Cohort, R> change) {
        R changed = change.apply(open);
        count(open);
        findings.forEach(each -> each.listChanged(open));
        return changed;
    }

    private Cohort openRevision(Cohort cohort, Actor actor) {
        int revision = cohort.approved() ? cohort.revision() + 1 : cohort.revision();
        jdbc.sql(
                        """
                        update cohort set revision = ?, state = case when state = 'DRAFT' then 'REVIEW' else state end
                        where organization_id = ? and id = ?
                        """)
                .params(revision, cohort.organization().value(), cohort.id().value())
                .update();
        jdbc.sql(
                        """
                        insert into cohort_revision (organization_id, cohort_id, revision, made_at, made_by, users_in,
                            users_out)
                        values (?, ?, ?, ?, ?, 0, 0) on conflict do nothing
                        """)
                .params(
                        List.of(
                                cohort.organization().value(),
                                cohort.id().value(),
                                revision,
                                Timestamp.from(clock.instant()),
                                actor.name()))
                .update();
        return cohorts.find(cohort.organization(), cohort.id()).orElseThrow();
    }

    private void count(Cohort cohort) {
        jdbc.sql(
                        """
                        update cohort_revision r set users_in = n.ins, users_out = n.outs, changes = changes + 1
                        from (select count(*) filter (where decision = 'IN') as ins,
                                     count(*) filter (where decision = 'OUT') as outs
                              from cohort_user
                              where organization_id = :org and cohort_id = :cohort and until is null) n
                        where r.organization_id = :org and r.cohort_id = :cohort and r.revision = :revision
                        """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", cohort.revision())
                .update();
    }
}
