package dev.latchkey.rollout;

import dev.latchkey.emergency.EmergencyAccess;
import dev.latchkey.emergency.EmergencyAdmin;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks whether some admin of an organization could still get in (requirement D4): by a password that still works, by
 * SSO that has worked for them through a connection that is enabled, or by recovery codes that were proven.
 */
@Component
class RemainingWays {
    private final JdbcClient jdbc;
    private final EmergencyAccess emergency;

    RemainingWays(JdbcClient jdbc, EmergencyAccess emergency) {
        this.jdbc = jdbc;
        this.emergency = emergency;
    }

    /**
     * What is imagined to happen; null where it doesn't.
     *
     * @param enforced a list that switches
     * @param lost an admin who is no longer one
     * @param codesVoid an admin whose recovery codes are void
     * @param switching an admin whose password stops working
     */
    record Change(
            @Nullable CohortId enforced,
            @Nullable UserId lost,
            @Nullable UserId codesVoid,
            @Nullable UserId switching) {
        static Change enforcing(CohortId cohort) {
            return new Change(cohort, null, null, null);
        }

        static Change losing(UserId admin) {
            return new Change(null, admin, null, null);
        }

        static Change voiding(UserId admin) {
            return new Change(null, null, admin, null);
        }

        static Change switching(UserId admin) {
            return new Change(null, null, null, admin);
        }
    }

    private record Admin(
            UserId id,
            boolean password,
            Standing.State state,
            @Nullable ConnectionId connection,
            boolean listed,
            boolean ssoWorked) {}

    /** Whether a way in is left after the change. The caller holds the organization's lock. */
    boolean remain(OrganizationId organization, Change change) {
        Set<UserId> proven = proven(organization);
        return admins(organization, change.enforced()).stream()
                .filter(admin -> !admin.id().equals(change.lost()))
                .anyMatch(admin -> getsIn(admin, change, proven));
    }

    /** The admins whose recovery codes work for certain. */
    Set<UserId> proven(OrganizationId organization) {
        return emergency.of(organization).stream()
                .filter(EmergencyAdmin::works)
                .map(EmergencyAdmin::user)
                .collect(Collectors.toSet());
    }

    List<EmergencyAdmin> emergencyAdmins(OrganizationId organization) {
        return emergency.of(organization);
    }

    private static boolean getsIn(Admin admin, Change change, Set<UserId> proven) {
        boolean enforced =
                admin.listed()
                        || admin.state() == Standing.State.ENFORCED
                        || admin.id().equals(change.switching());
        boolean sso = admin.ssoWorked() && admin.connection() != null;
        boolean codes = proven.contains(admin.id()) && !admin.id().equals(change.codesVoid());
        return codes || sso || (admin.password() && !enforced);
    }

    private List<Admin> admins(OrganizationId organization, @Nullable CohortId enforced) {
        return jdbc.sql(
                        """
                        select u.id, u.password_hash is not null as password, st.state, st.connection_id,
                            exists (select 1 from cohort_user cu
                                join cohort c on c.organization_id = cu.organization_id and c.id = cu.cohort_id
                                where cu.organization_id = u.organization_id and cu.cohort_id = :cohort
                                  and cu.user_id = u.id and cu.decision = 'IN' and cu.since <= c.approved_revision
                                  and (cu.until is null or cu.until > c.approved_revision)) as listed,
                            st.state in ('PILOT', 'APPROVED', 'ANNOUNCED', 'ENFORCED') and exists (
                                select 1 from sso_sign_in s join connection c on c.organization_id = s.organization_id
                                    and c.id = s.connection_id and c.active
                                where s.organization_id = u.organization_id and s.user_id = u.id
                                  and s.connection_id = st.connection_id) as worked
                        from app_user u
                        left join lateral (select x.state, x.connection_id from standing x
                            where x.organization_id = u.organization_id and x.user_id = u.id
                            order by x.rank limit 1) st on true
                        where u.organization_id = :org and u.admin and u.active
                        """)
                .param("org", organization.value())
                .param("cohort", enforced == null ? null : enforced.value(), java.sql.Types.OTHER)
                .query(RemainingWays::read)
                .list();
    }

    private static Admin read(ResultSet row, int number) throws SQLException {
        String state = row.getString("state");
        UUID connection = row.getObject("connection_id", UUID.class);
        return new Admin(
                new UserId(row.getObject("id", UUID.class)),
                row.getBoolean("password"),
                state == null ? Standing.State.NOT_ENABLED : Standing.State.valueOf(state),
                connection == null ? null : new ConnectionId(connection),
                row.getBoolean("listed"),
                row.getBoolean("worked"));
    }
}
