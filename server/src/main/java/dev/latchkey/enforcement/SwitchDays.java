package dev.latchkey.enforcement;

import dev.latchkey.login.SignInPolicy;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SqlTime;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The days on which lists were announced to switch. The go-ahead may name another one. */
@Component
public class SwitchDays {
    private final JdbcClient jdbc;

    SwitchDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The day that the users are told. */
    public Optional<Instant> of(OrganizationId organization, CohortId cohort) {
        return jdbc.sql(
                        """
                        select organization_id, id, switch_at from cohort_state where organization_id = ? and id = ?
                        """)
                .params(organization.value(), cohort.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", cohort)
                                .answers((row, number) ->
                                        Optional.ofNullable(
                                                SqlTime.instant(row.getTimestamp("switch_at")))))
                .optional()
                .flatMap(found -> found);
    }

    /**
     * What a user of an announced list has before them. Whoever stands back from a list that has switched was told
     * something else since.
     */
    Optional<SignInPolicy.ComingSwitch> coming(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select s.organization_id, s.user_id, s.connection_id, s.state, c.state as list, c.switch_at
                        from standing s
                        left join cohort_state c on c.organization_id = s.organization_id and c.id = s.cohort_id
                        where s.organization_id = ? and s.user_id = ? order by s.rank limit 1
                        """)
                .params(organization.value(), user.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("user_id", user)
                                .answers((row, number) ->
                                        "ANNOUNCED".equals(row.getString("state"))
                                                        && "ANNOUNCED".equals(row.getString("list"))
                                                ? Optional.of(
                                                        new SignInPolicy.ComingSwitch(
                                                                new ConnectionId(
                                                                        row.getObject(
                                                                                "connection_id",
                                                                                UUID.class)),
                                                                SqlTime.instant(
                                                                        row.getTimestamp(
                                                                                "switch_at"))))
                                                : Optional.<SignInPolicy.ComingSwitch>empty()))
                .optional()
                .flatMap(found -> found);
    }
}
