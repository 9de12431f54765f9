package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Users of other organizations who are in accounts of this one. Their own organization's identity provider vouches for
 * them, so they are shown and never switched from here (requirement D6).
 */
@Component
class Guests {
    static final int SHOWN = 200;
    private static final String OF_THE_ACCOUNTS =
            """
            from directory_membership m
            join cohort_account r on r.organization_id = m.organization_id and r.account_id = m.account_id
                and r.cohort_id = :cohort
            join directory_account a on a.organization_id = m.organization_id and a.id = m.account_id
            join directory_user u on u.organization_id = m.user_organization_id and u.id = m.user_id
            where m.organization_id = :org and m.user_organization_id <> :org
            """;

    private final JdbcClient jdbc;

    Guests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Somebody of another organization, with the accounts that they are in. */
    record Guest(String email, String name, String accounts) {}

    long count(Cohort cohort) {
        return bind("select count(distinct m.user_id) " + OF_THE_ACCOUNTS, cohort)
                .query(Long.class)
                .single();
    }

    List<Guest> first(Cohort cohort) {
        return bind(
                        "select u.email, u.name, string_agg(a.name, ', ' order by a.name) "
                                + OF_THE_ACCOUNTS
                                + " group by u.id, u.email, u.email_key, u.name order by u.email_key, u.id limit "
                                + SHOWN,
                        cohort)
                .query((row, number) ->
                        new Guest(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    private JdbcClient.StatementSpec bind(String sql, Cohort cohort) {
        return jdbc.sql(sql)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value());
    }
}
