package dev.latchkey.login;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who has signed in through which connection. */
@Component
public class SsoHistory {
    private final JdbcClient jdbc;

    SsoHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
