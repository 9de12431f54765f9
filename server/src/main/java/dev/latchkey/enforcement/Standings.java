package dev.latchkey.enforcement;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads where users stand, as it is at this moment. */
@Component
public class Standings {
    private final JdbcClient jdbc;

    Standings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Nothing for a user whom no rollout has touched: NOT_ENABLED. There is a row for them too, since what lets a user
     * in by a password must be the answer to this question.
     */
    public Optional<Standing> of(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select asked.*, s.connection_id, s.cohort_id, s.state, s.reason
                        from (select ?::uuid as organization_id, ?::uuid as user_id) asked
                        left join lateral (select * from standing x where x.organization_id = asked.organization_id
                            and x.user_id = asked.user_id order by x.rank limit 1) s on true
                        """)
                .params(organization.value(), user.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("user_id", user)
                                .answers((row, number) ->
                                        row.getString("state") == null
                                                ? Optional.<Standing>empty()
                                                : Optional.of(read(row))))
                .single();
    }

    /**
     * The connection of the switched lists that have this domain by a rule, where there is one such connection, no other
     * organization has people of the domain, and nobody was left out or has come back. Where somebody was, they alone
     * would be shown the password form, and be found by it. Users that the rule does not hold for, since they were made
     * after the switch, are found by their id, which sorts by time.
     */
    Optional<ConnectionId> everybodyOf(String domain) {
        return jdbc.sql(
                        """
                        select min(c.connection_id::text)::uuid as connection_id, min(k.value) as domain
                        from cohort_domain k
                        join cohort_state c on c.organization_id = k.organization_id and c.id = k.cohort_id
                        left join cohort_size r on r.organization_id = c.organization_id and r.cohort_id = c.id
                            and r.revision = c.approved_revision
                        where k.value = :domain and c.state = 'ENFORCED'
                        having count(distinct c.connection_id) = 1
                           and bool_and(coalesce(r.users_out, 0) = 0)
                           and not bool_or(exists (select 1 from cohort_release s
                                where s.organization_id = c.organization_id and s.cohort_id = c.id))
                           and not bool_or(exists (select 1 from directory_user u
                                where u.email_domain = :domain and u.organization_id < c.organization_id))
                           and not bool_or(exists (select 1 from directory_user u
                                where u.email_domain = :domain and u.organization_id > c.organization_id))
                           and not bool_or(not c.new_users and exists (select 1 from directory_user u
                                where u.organization_id = c.organization_id and u.email_domain = :domain
                                  and u.id >= rpad(lpad(to_hex((extract(epoch from c.enforced_at) * 1000)::bigint),
                                        12, '0'), 32, '0')::uuid))
                        """)
                .param("domain", domain)
                .query(
                        Asked.key("domain", domain)
                                .answers((row, number) ->
                                        new ConnectionId(
                                                row.getObject("connection_id", UUID.class))))
                .optional();
    }

    /** The states that let a user in through the connection, as the database calls them. */
    static List<String> lettingIn() {
        return Arrays.stream(Standing.State.values())
                .filter(Standing.State::letsIn)
                .map(Enum::name)
                .toList();
    }

    private static Standing read(ResultSet row) throws SQLException {
        UUID cohort = row.getObject("cohort_id", UUID.class);
        return new Standing(
                new ConnectionId(row.getObject("connection_id", UUID.class)),
                Standing.State.valueOf(row.getString("state")),
                cohort == null ? null : new CohortId(cohort),
                row.getString("reason"));
    }
}
