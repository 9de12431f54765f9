package dev.latchkey.review;

import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds who might be locked out, all in the database and set by set: nothing here takes longer per user when there are
 * more of them.
 */
@Component
class FindingMaker {
    /** Parts before the @ that hardly ever are one person's. */
    private static final String[] SHARED = {
        "abuse",
        "accounting",
        "accounts",
        "admin",
        "administrator",
        "billing",
        "bookings",
        "careers",
        "contact",
        "customerservice",
        "dev",
        "enquiries",
        "events",
        "facilities",
        "feedback",
        "finance",
        "frontdesk",
        "hello",
        "help",
        "helpdesk",
        "hostmaster",
        "hr",
        "info",
        "information",
        "inquiries",
        "invoice",
        "invoices",
        "it",
        "jobs",
        "legal",
        "mail",
        "marketing",
        "media",
        "news",
        "newsletter",
        "no-reply",
        "noreply",
        "office",
        "ops",
        "orders",
        "payroll",
        "postmaster",
        "press",
        "privacy",
        "purchasing",
        "reception",
        "recruiting",
        "reports",
        "root",
        "sales",
        "security",
        "service",
        "shop",
        "support",
        "team",
        "test",
        "webmaster"
    };

    private final JdbcClient jdbc;

    FindingMaker(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whose findings are made: of a whole list, or of one user in it. */
    record Scope(
            OrganizationId organization,
            CohortId cohort,
            @Nullable UUID list,
            @Nullable UserId user) {}

    /** What the two lists have in common. */
    record Sizes(long inBoth, long onlyInIdp) {}

    /** Makes them anew, in the caller's transaction. */
    void make(Scope scope) {
        jdbc.sql("set local work_mem = '64MB'").update();
        run(FORGET, scope);
        table("looked", LOOKED, scope);
        if (scope.list() != null) {
            table("missing", MISSING, scope);
            if (somebodyIsMissing()) {
                table("spare", SPARE, scope);
                run(ALIASES, scope);
                run(MISSING_ONES, scope);
            }
        }
        run(COLLISIONS, scope);
        run(INACTIVE, scope);
        run(SHARED_MAILBOXES, scope);
        run(API_ONLY, scope);
        if (scope.user() == null) {
            jdbc.sql("analyze cohort_finding").update();
        }
    }

    private boolean somebodyIsMissing() {
        return jdbc.sql("select exists (select 1 from missing)").query(Boolean.class).single();
    }

    private void table(String name, String sql, Scope scope) {
        jdbc.sql("drop table if exists " + name).update();
        run("create temporary table " + name + " on commit drop as " + sql, scope);
        jdbc.sql("analyze " + name).update();
    }

    private void run(String sql, Scope scope) {
        bind(sql, scope.organization(), scope.cohort(), scope.list())
                .param("user", scope.user() == null ? null : scope.user().value())
                .param("shared", SHARED)
                .update();
    }

    private JdbcClient.StatementSpec bind(
            String sql, OrganizationId organization, CohortId cohort, @Nullable UUID list) {
        return jdbc.sql(sql)
                .param("org", organization.value())
                .param("cohort", cohort.value())
                .param("list", list);
    }

    Sizes sizes(OrganizationId organization, CohortId cohort, @Nullable UUID list) {
        return list == null
                ? new Sizes(0, 0)
                : bind(SIZES, organization, cohort, list)
                        .query((row, number) -> new Sizes(row.getLong(1), row.getLong(2)))
                        .single();
    }

    private static final String FORGET =
            """
            delete from cohort_finding
            where organization_id = :org and cohort_id = :cohort
              and (cast(:user as uuid) is null or user_id = cast(:user as uuid))
            """;

    /** The directory is asked for those few whom it has as inactive or as no persons, and for nobody else. */
    private static final String LOOKED =
            """
            with unusual as materialized (
                select id, active, kind from directory_user where organization_id = :org and not active
                union
                select id, active, kind from directory_user where organization_id = :org and kind <> 'PERSON'
            )
            select cu.user_id, cu.email_key, cu.email <> cu.email_key as capitals,
                case when e.email_key is null then cu.name end as name,
                coalesce(u.active, true) as active, coalesce(u.kind, 'PERSON') as kind,
                e.email_key is not null as known, e.active as idp_active
            from cohort_member_latest cu
            left join unusual u on u.id = cu.user_id
            left join idp_entry e on e.organization_id = :org and e.list_id = cast(:list as uuid)
                and e.email_key = cu.email_key
            where cu.organization_id = :org and cu.cohort_id = :cohort
              and (cast(:user as uuid) is null or cu.user_id = cast(:user as uuid))
            """;

    private static final String MISSING =
            """
            select user_id, email_key, address_letters(email_key) as letters, address_turned(email_key) as turned,
                name_words(name) as words
            from looked where not known
            """;

    /**
     * Those whom the IdP knows and the organization does not, as far as they resemble somebody who is missing. Other
     * organizations are not asked: an admin, who writes the list, would learn of their users.
     */
    private static final String SPARE =
            """
            with stranger as materialized (
                select e.email_key, e.email, e.name, address_letters(e.email_key) as letters,
                    name_words(e.name) as words
                from idp_entry e
                where e.organization_id = :org and e.list_id = cast(:list as uuid) and e.active
                  and not exists (select 1 from cohort_member_latest cu
                      where cu.organization_id = :org and cu.cohort_id = :cohort
                        and cu.email_key = e.email_key)
            ), alike as (
                select s.* from (select letters from missing where letters <> ''
                                 union select turned from missing where turned is not null) m
                join stranger s on s.letters = m.letters
                union
                select s.* from (select distinct words from missing where words is not null) m
                join stranger s on s.words = m.words
            )
            select a.* from alike a where not exists (
                select 1 from directory_user u where u.organization_id = :org and u.email_key = a.email_key)
            """;

    /** Two likely matches are none. */
    private static final String ALIASES =
            """
            with by_letters as (
                select letters, min(email_key) as one, count(*) as n from spare where letters <> '' group by letters
            ), by_words as (
                select words, min(email_key) as one, count(*) as n from spare where words is not null group by words
            ), hit as (
                select m.user_id, l.one, l.n from missing m join by_letters l on l.letters = m.letters
                union all
                select m.user_id, l.one, l.n from missing m join by_letters l on l.letters = m.turned
                where m.turned <> m.letters
                union all
                select m.user_id, w.one, w.n from missing m join by_words w on w.words = m.words
            ), likely as (
                select user_id, min(one) as email_key from hit group by user_id having max(n) = 1 and min(one) = max(one)
            )
            insert into cohort_finding (organization_id, cohort_id, kind, user_id, likely_email, likely_name, why)
            select :org, :cohort, 'ALIAS_SUSPECTED', m.user_id, s.email, s.name,
                case when split_part(m.email_key, '@', 1) = split_part(s.email_key, '@', 1) then 'OTHER_DOMAIN'
                     when split_part(split_part(m.email_key, '@', 1), '+', 1)
                        = split_part(split_part(s.email_key, '@', 1), '+', 1) then 'PLUS_TAG'
                     when m.letters = s.letters then 'PUNCTUATION'
                     when m.turned = s.letters then 'TRANSPOSED'
                     else 'SAME_NAME' end
            from likely l
            join missing m on m.user_id = l.user_id
            join spare s on s.email_key = l.email_key
            """;

    private static final String MISSING_ONES =
            """
            insert into cohort_finding (organization_id, cohort_id, kind, user_id)
            select :org, :cohort, 'MISSING_IN_IDP', m.user_id from missing m
            where not exists (select 1 from cohort_finding f where f.organization_id = :org and f.cohort_id = :cohort
                and f.kind = 'ALIAS_SUSPECTED' and f.user_id = m.user_id)
            """;

    /** No two addresses are the same, so of two that differ in case one at least has capitals. */
    private static final String COLLISIONS =
            """
            insert into cohort_finding (organization_id, cohort_id, kind, user_id, likely_email, why)
            select distinct on (user_id) :org, :cohort, 'CASE_COLLISION', user_id,
                case when here then email end, case when here then 'HERE' else 'ELSEWHERE' end
            from (
                select l.user_id, u.email, u.organization_id = :org as here
                from looked l join directory_user u on u.email_key = l.email_key and u.email <> u.email_key
                    and u.id <> l.user_id
                union all
                select l.user_id, u.email, u.organization_id = :org
                from looked l cross join lateral (
                    select * from directory_user u where u.email = l.email_key and u.id <> l.user_id
                    offset 0 -- looked up one by one: the directory may be many times as large as the list
                ) u
                where l.capitals
            ) other
            order by user_id, here desc
            """;

    private static final String INACTIVE =
            """
            insert into cohort_finding (organization_id, cohort_id, kind, user_id, why)
            select :org, :cohort, 'INACTIVE', user_id,
                case when active then 'IN_IDP' when idp_active is false then 'IN_BOTH' else 'HERE' end
            from looked where not active or idp_active is false
            """;

    private static final String SHARED_MAILBOXES =
            """
            insert into cohort_finding (organization_id, cohort_id, kind, user_id, why)
            select :org, :cohort, 'SHARED_MAILBOX', user_id,
                case when kind = 'SHARED_MAILBOX' then 'KIND' else 'ADDRESS' end
            from looked where kind = 'SHARED_MAILBOX' or split_part(email_key, '@', 1) = any(:shared)
            """;

    private static final String API_ONLY =
            """
            insert into cohort_finding (organization_id, cohort_id, kind, user_id)
            select :org, :cohort, 'API_ONLY', user_id from looked where kind = 'API_ONLY'
            """;

    private static final String SIZES =
            """
            select here, entries - here from
                (select count(*) as entries from idp_entry where organization_id = :org and list_id = :list) e,
                (select count(*) as here from idp_entry e
                 where e.organization_id = :org and e.list_id = :list and exists (
                    select 1 from cohort_member_latest cu where cu.organization_id = :org and cu.cohort_id = :cohort
                        and cu.email_key = e.email_key)) h
            """;
}
