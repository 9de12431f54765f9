package dev.latchkey.login;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
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

    /** A sign-in through a connection, which may be gone by now. */
    public record Last(ConnectionId connection, Instant at) {}

    /** The user's last one. */
    public Optional<Last> last(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select organization_id, user_id, connection_id, last_at from sso_sign_in
                        where organization_id = ? and user_id = ? order by last_at desc limit 1
                        """)
                .params(organization.value(), user.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("user_id", user)
                                .answers((row, number) ->
                                        new Last(
                                                new ConnectionId(
                                                        row.getObject("connection_id", UUID.class)),
                                                row.getTimestamp("last_at").toInstant())))
                .optional();
    }
}
