package dev.latchkey.cohorts;

import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.Result;
import dev.latchkey.turns.Large;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds the users of a list by its rules, all in the database, and writes the list. What people decided about a user
 * stays when the list is made again.
 */
@Component
public class MembershipBuilder {
    private static final String FOUND =
            """
            select user_id, min(rank) as rank from (
                select id as user_id, 1 as rank from directory_user
                where organization_id = :org and email_domain = any(:domains)
                union all
                select user_id, 2 from directory_membership
                where organization_id = :org and account_id = any(:accounts) and user_organization_id = :org
                union all
                select user_id, 0 from cohort_choice where organization_id = :org and cohort_id = :cohort
            ) by_rule group by user_id
            """;

    private final JdbcClient jdbc;
    private final Rules rules;
    private final ListEdits edits;
    private final CohortGate gate;
    private final Door door;

    MembershipBuilder(JdbcClient jdbc, Rules rules, ListEdits edits, CohortGate gate, Door door) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.edits = edits;
        this.gate = gate;
        this.door = door;
    }

    /** How many users the rules find now. */
    public record Preview(long users, long ofOthers) {}

    public Preview preview(Cohort cohort) {
        Query query = query(cohort);
        long users =
                query.accounts().length == 0 && rules.choices(cohort) == 0
                        ? bind(
                                        "select count(*) from directory_user where organization_id = :org and email_domain = any(:domains)",
                                        query)
                                .query(Long.class)
                                .single()
                        : bind("select count(*) from (" + FOUND + ") found", query)
                                .query(Long.class)
                                .single();
        long others =
                bind(
                                """
                                select count(distinct user_id) from directory_membership
                                where organization_id = :org and account_id = any(:accounts)
                                  and user_organization_id <> :org
                                """,
                                query)
                        .query(Long.class)
                        .single();
        return new Preview(users, others);
    }

    /** The rules as the statements take them. */
    @SuppressWarnings("ArrayRecordComponent") // handed to the driver, never compared
    private record Query(Cohort cohort, String[] domains, UUID[] accounts) {}

    private Query query(Cohort cohort) {
        List<Rules.Rule> all = rules.of(cohort);
        return new Query(
                cohort,
                all.stream()
                        .filter(rule -> rule.kind().equals("DOMAIN"))
                        .map(Rules.Rule::value)
                        .toArray(String[]::new),
                all.stream()
                        .filter(rule -> rule.kind().equals("ACCOUNT"))
                        .flatMap(rule -> AccountId.parse(rule.value()).stream())
                        .map(AccountId::value)
                        .toArray(UUID[]::new));
    }

    private JdbcClient.StatementSpec bind(String sql, Query query) {
        return jdbc.sql(sql)
                .param("org", query.cohort().organization().value())
                .param("cohort", query.cohort().id().value())
                .param("domains", query.domains())
                .param("accounts", query.accounts());
    }

    /** Makes the list, or makes it again. Returns how many lines changed. */
    @Large
    @Transactional
    public Result<Long> make(Caller caller, Cohort given) {
        return door.enter(caller, CohortPermission.MAKE_LIST)
                .with(given)
                .unless(gate::beforeIdentifying)
                .attempt(list ->
                        edits.edit(
                                caller.organization(),
                                list.id(),
                                caller.actor(),
                                cohort -> made(caller, cohort)));
    }

    private Done<Long> made(Caller caller, Cohort cohort) {
        find(query(cohort));
        long changed = write(cohort, caller.actor().name());
        return Done.recorded(
                changed,
                CohortAction.COHORT_LIST_MADE,
                Subject.of(cohort.id()),
                Map.of("revision", cohort.revision(), "changed", changed));
    }

    /**
     * Puts whom the rules find now into the temporary table {@code found} (user_id, email, email_key, found_by, and in
     * {@code out} why a user would be left out); it is gone when the caller's transaction ends.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void findNow(Cohort cohort) {
        find(query(cohort));
    }

    private void find(Query query) {
        jdbc.sql("set local work_mem = '64MB'").update();
        jdbc.sql("drop table if exists found").update();
        bind(
                        """
                        create temporary table found on commit drop as
                        with own as (
                            select value as domain from cohort_rule where organization_id = :org and kind = 'DOMAIN'
                            union
                            select email_domain from directory_user where organization_id = :org and admin
                        )
                        select u.id as user_id, u.email, u.email_key, u.name,
                            case f.rank when 0 then 'CHOICE' when 1 then 'DOMAIN' else 'ACCOUNT' end as found_by,
                            case when u.kind = 'API_ONLY' then :apiOnly
                                 when f.rank = 2 and not exists (select 1 from own where domain = u.email_domain)
                                 then :outside end as out
                        from (\
                        """
                                + FOUND
                                + """
                                ) f join directory_user u on u.organization_id = :org and u.id = f.user_id
                                """,
                        query)
                .param("apiOnly", ListRules.API_ONLY)
                .param("outside", ListRules.OUTSIDE)
                .update();
        jdbc.sql("analyze found").update();
        bind(
                        """
                        update found set out = :elsewhere where exists (
                            select 1 from cohort_member m
                            where m.organization_id = :org and m.user_id = found.user_id and m.decision = 'IN'
                              and m.cohort_id <> :cohort and m.state in ('APPROVED', 'ANNOUNCED', 'ENFORCED'))
                        """,
                        query)
                .param("elsewhere", ListRules.ELSEWHERE)
                .update();
    }

    private long write(Cohort cohort, String by) {
        long changed = run(MOVED, cohort, by);
        changed += run(GONE, cohort, by);
        run(GONE_AT_ONCE, cohort, by);
        changed += run(TAKEN_BY_ANOTHER_LIST, cohort, by);
        changed += run(NEW, cohort, by);
        // Whatever reads the list from now on is planned for as many users as there are, not for
        // none.
        jdbc.sql("analyze cohort_user").update();
        return changed;
    }

    private long run(String sql, Cohort cohort, String by) {
        return jdbc.sql(sql)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", cohort.revision())
                .param("elsewhere", ListRules.ELSEWHERE)
                .param("by", by)
                .update();
    }

    /** Another address or name: the decision goes with the user to a new line. */
    private static final String MOVED =
            """
            with old as (
                select cu.*, f.email as email_now, f.email_key as key_now, f.name as name_now
                from cohort_user cu join found f on f.user_id = cu.user_id
                where cu.organization_id = :org and cu.cohort_id = :cohort and cu.until is null and (cu.email <> f.email or cu.name <> f.name)
            ), ended as (
                update cohort_user cu set until = :revision from old
                where cu.organization_id = old.organization_id and cu.cohort_id = old.cohort_id
                  and cu.user_id = old.user_id and cu.since = old.since and old.since < :revision
            )
            insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name, found_by,
                decision, reason, decided_by)
            select organization_id, cohort_id, user_id, :revision, email_now, key_now, name_now, found_by, decision, reason,
                decided_by
            from old
            on conflict (organization_id, cohort_id, user_id, since) do update
                set email = excluded.email, email_key = excluded.email_key, name = excluded.name
            """;

    private static final String GONE =
            """
            update cohort_user cu set until = :revision
            where cu.organization_id = :org and cu.cohort_id = :cohort and cu.until is null and cu.since < :revision
              and not exists (select 1 from found f where f.user_id = cu.user_id)
            """;

    private static final String GONE_AT_ONCE =
            """
            delete from cohort_user cu
            where cu.organization_id = :org and cu.cohort_id = :cohort and cu.until is null and cu.since = :revision
              and not exists (select 1 from found f where f.user_id = cu.user_id)
            """;

    private static final String TAKEN_BY_ANOTHER_LIST =
            """
            with old as (
                select cu.* from cohort_user cu join found f on f.user_id = cu.user_id
                where cu.organization_id = :org and cu.cohort_id = :cohort and cu.until is null
                  and cu.decision = 'IN' and f.out = :elsewhere
            ), ended as (
                update cohort_user cu set until = :revision from old
                where cu.organization_id = old.organization_id and cu.cohort_id = old.cohort_id
                  and cu.user_id = old.user_id and cu.since = old.since and old.since < :revision
            )
            insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name, found_by,
                decision, reason, decided_by)
            select organization_id, cohort_id, user_id, :revision, email, email_key, name, found_by, 'OUT', :elsewhere, :by
            from old
            on conflict (organization_id, cohort_id, user_id, since) do update
                set decision = 'OUT', reason = excluded.reason, decided_by = excluded.decided_by
            """;

    private static final String NEW =
            """
            insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name, found_by,
                decision, reason)
            select :org, :cohort, f.user_id, :revision, f.email, f.email_key, f.name, f.found_by,
                case when f.out is null then 'IN' else 'OUT' end, f.out
            from found f
            where not exists (select 1 from cohort_user cu
                where cu.organization_id = :org and cu.cohort_id = :cohort and cu.user_id = f.user_id
                  and cu.until is null)
            order by f.email_key, f.user_id
            """;
}
