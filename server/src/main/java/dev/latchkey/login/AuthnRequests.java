package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The requests that were sent to IdPs, and what we keep for each. A sign-in takes its own in its one statement. */
@Repository
class AuthnRequests {
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private final JdbcClient jdbc;

    AuthnRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A request that was sent; {@code relayState} says nothing to anybody. */
    record Sent(String id, String relayState) {}

    /** A request as it stands now. */
    record Pending(String id, Instant expiresAt, Purpose purpose, @Nullable String email) {}

    /** @param email what was typed here, as far as it is known */
    Sent create(
            Connection connection,
            String browser,
            Purpose purpose,
            @Nullable String email,
            Instant now) {
        Sent sent = new Sent("_" + Tokens.random(), Tokens.random());
        jdbc.sql(
                        """
                        insert into authn_request (id, organization_id, connection_id, browser_hash,
                            purpose, return_to, email, created_at, expires_at)
                        values (:id, :organization, :connection, :browser, :purpose, :return, :email, :now, :expires)
                        """)
                .param("id", sent.id())
                .param("organization", connection.organization().value())
                .param("connection", connection.id().value())
                .param("browser", Tokens.hash(browser))
                .param("purpose", purpose.kind().name())
                .param("return", purpose.stored())
                .param("email", email)
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(LIFETIME)))
                .update();
        return sent;
    }

    /** The request with this id, if it was sent to this connection's IdP. */
    Optional<Pending> find(Connection connection, String id) {
        return jdbc.sql(
                        """
                        select id, organization_id, connection_id, expires_at, purpose, return_to,
                            email
                        from authn_request
                        where organization_id = :organization and connection_id = :connection and id = :id
                        """)
                .param("organization", connection.organization().value())
                .param("connection", connection.id().value())
                .param("id", id)
                .query(
                        Asked.key("id", id)
                                .and("organization_id", connection.organization())
                                .and("connection_id", connection.id())
                                .answers((rs, row) ->
                                        new Pending(
                                                rs.getString("id"),
                                                rs.getTimestamp("expires_at").toInstant(),
                                                purpose(rs),
                                                rs.getString("email"))))
                .optional();
    }

    /** A purpose that this version does not know is none to go on with. */
    private static Purpose purpose(ResultSet row) throws SQLException {
        return switch (Purpose.Kind.valueOf(row.getString("purpose"))) {
            case SIGN_IN -> new Purpose.SignIn();
            case RESUME -> Purpose.of(row.getString("return_to"));
        };
    }
}
