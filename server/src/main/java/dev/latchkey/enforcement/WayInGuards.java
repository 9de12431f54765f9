package dev.latchkey.enforcement;

import dev.latchkey.connections.ConnectionGuard;
import dev.latchkey.directory.LastWayIn;
import dev.latchkey.emergency.EmergencyGuard;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.UserId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps others from taking the last way in (requirement D4). Where nobody has switched there is nothing to guard: the
 * organization is as it was before.
 */
@Component
class WayInGuards implements LastWayIn, EmergencyGuard, ConnectionGuard {
    private final JdbcClient jdbc;
    private final RemainingWays ways;

    WayInGuards(JdbcClient jdbc, RemainingWays ways) {
        this.jdbc = jdbc;
        this.ways = ways;
    }

    @Override
    public Optional<Problem> mayLose(OrganizationId organization, UserId user) {
        return unless(organization, RemainingWays.Change.losing(user));
    }

    @Override
    public Optional<Problem> mayEnd(OrganizationId organization, UserId user) {
        return unless(organization, RemainingWays.Change.voiding(user));
    }

    private Optional<Problem> unless(OrganizationId organization, RemainingWays.Change change) {
        boolean lost = anybodySwitched(organization) && !ways.remain(organization, change);
        return Problem.when(lost, EnforcementError.LAST_WAY_IN);
    }

    private boolean anybodySwitched(OrganizationId organization) {
        return jdbc.sql(
                        """
                        select exists (select 1 from cohort_state where organization_id = ? and state = 'ENFORCED')
                        """)
                .param(organization.value())
                .query(Boolean.class)
                .single();
    }

    /** Nobody could sign in whose only way is this connection, so it stays as long as there is such a user. */
    @Override
    public Optional<Problem> mayDisable(OrganizationId organization, ConnectionId connection) {
        boolean used =
                jdbc.sql(
                                """
                                select exists (select 1 from cohort_state
                                  where organization_id = ? and connection_id = ? and state = 'ENFORCED')
                                """)
                        .params(organization.value(), connection.value())
                        .query(Boolean.class)
                        .single();
        return Problem.when(used, EnforcementError.USERS_ENFORCED);
    }
}
