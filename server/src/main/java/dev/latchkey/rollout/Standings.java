package dev.latchkey.rollout;

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

    /** Nothing for a user whom no rollout has touched: NOT_ENABLED. */
    public Optional<Standing> of(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select connection_id, cohort_id, state, reason from standing
                        where organization_id = ? and user_id = ? order by rank limit 1
                        """)
                .params(organization.value(), user.value())
                .query(Standings::read)
                .optional();
    }

    /** The states that let a user in through the connection, as the database calls them. */
    static List<String> lettingIn() {
        return Arrays.stream(Standing.State.values())
                .filter(Standing.State::letsIn)
                .map(Enum::name)
                .toList();
    }

    private static Standing read(ResultSet row, int number) throws SQLException {
        UUID cohort = row.getObject("cohort_id", UUID.class);
        return new Standing(
                new ConnectionId(row.getObject("connection_id", UUID.class)),
                Standing.State.valueOf(row.getString("state")),
                cohort == null ? null : new CohortId(cohort),
                row.getString("reason"));
    }
}
