package dev.latchkey.login;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who has signed in through which connection. */
@Component
public class SsoHistory {
    private final JdbcClient jdbc;

    SsoHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void signedIn(OrganizationId organization, UserId user, ConnectionId connection, Instant at) {
        jdbc.sql(
                        """
                        insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
                        values (:organization, :user, :connection, :at, :at)
                        on conflict (organization_id, user_id, connection_id) do update set last_at = :at
                        """)
                .param("organization", organization.value())
                .param("user", user.value())
                .param("connection", connection.value())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Whether this user has ever come in through this connection. */
    public boolean hasSignedIn(OrganizationId organization, UserId user, ConnectionId connection) {
        return jdbc.sql(
                        """
                        select exists (select 1 from sso_sign_in where organization_id = :organization
                          and user_id = :user and connection_id = :connection)
                        """)
                .param("organization", organization.value())
                .param("user", user.value())
                .param("connection", connection.value())
                .query(Boolean.class)
                .single();
    }
}
