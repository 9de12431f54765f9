package dev.latchkey.emergency;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who has emergency access, for whoever must know whether an organization keeps a way in. */
@Component
public class EmergencyAccess {
    private static final String SELECT =
            """
            select u.organization_id, u.id, u.email, u.name, u.active, u.admin, e.named_at, e.named_by, e.codes_made_at, e.proven_at,
                   (select count(*) from emergency_code c
                    where c.organization_id = e.organization_id and c.user_id = e.user_id and c.used_at is null)
                       as codes_left
            from emergency_admin e
            join directory_user u on u.organization_id = e.organization_id and u.id = e.user_id
            where e.organization_id = :organization
            """;

    private final JdbcClient jdbc;

    EmergencyAccess(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The emergency admins of the organization, also those whose access does not work at present. */
    public List<EmergencyAdmin> of(OrganizationId organization) {
        return jdbc.sql(SELECT + " order by u.email_key, u.id")
                .param("organization", organization.value())
                .query(Asked.key("organization_id", organization).answers(EmergencyAccess::read))
                .list();
    }

    /**
     * Whether at least one emergency admin is active, an admin, has used a code of the present set, and has another one
     * left.
     */
    public boolean proven(OrganizationId organization) {
        return of(organization).stream().anyMatch(EmergencyAdmin::works);
    }

    Optional<EmergencyAdmin> of(OrganizationId organization, UserId user) {
        return jdbc.sql(SELECT + " and e.user_id = :user")
                .param("organization", organization.value())
                .param("user", user.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", user)
                                .answers(EmergencyAccess::read))
                .optional();
    }

    private static EmergencyAdmin read(ResultSet row, int number) throws SQLException {
        return new EmergencyAdmin(
                new UserId(row.getObject("id", UUID.class)),
                row.getString("email"),
                row.getString("name"),
                row.getTimestamp("named_at").toInstant(),
                row.getString("named_by"),
                row.getBoolean("active"),
                row.getBoolean("admin"),
                instant(row.getTimestamp("codes_made_at")),
                row.getInt("codes_left"),
                instant(row.getTimestamp("proven_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
