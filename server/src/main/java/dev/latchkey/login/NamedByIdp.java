package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.UserId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whom an IdP means by a name, in a logout as in a sign-in: an address in any letter case, and only in the connection's
 * own organization.
 */
@Component
class NamedByIdp {
    private final Sessions sessions;
    private final Directory directory;
    private final JdbcClient jdbc;

    NamedByIdp(Sessions sessions, Directory directory, JdbcClient jdbc) {
        this.sessions = sessions;
        this.directory = directory;
        this.jdbc = jdbc;
    }

    /** Ends the sessions that are meant, and says how many there were. */
    int end(Connection connection, NameId name, List<String> indexes) {
        // Elsewhere an address in a name says nothing of whose address it is here.
        List<UserId> users =
                connection.email() instanceof EmailSource.NameId
                        ? users(connection, name)
                        : List.of();
        return sessions.endAtIdp(connection, name, users, indexes);
    }

    /**
     * Whether it is the name of somebody who may have been signed in here. A transient one belongs to one session (SAML
     * Core 8.3.8), and nothing is left of a session that has ended.
     */
    boolean isKnown(Connection connection, NameId name) {
        return NameIdFormat.TRANSIENT.equals(name.format())
                || !users(connection, name).isEmpty()
                || isRemembered(connection, name);
    }

    private List<UserId> users(Connection connection, NameId name) {
        return EmailAddress.parse(name.value()).stream()
                .flatMap(address -> directory.usersByEmail(address).stream())
                .filter(user -> user.organization().equals(connection.organization()))
                .map(User::id)
                .toList();
    }

    private boolean isRemembered(Connection connection, NameId name) {
        return jdbc.sql(
                        """
                        select exists (select 1 from sso_identifier where organization_id = :organization
                          and connection_id = :connection and identifier = :name)
                        """)
                .param("organization", connection.organization().value())
                .param("connection", connection.id().value())
                .param("name", name.value())
                .query(Boolean.class)
                .single();
    }
}
