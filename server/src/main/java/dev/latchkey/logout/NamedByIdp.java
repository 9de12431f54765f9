package dev.latchkey.logout;

import dev.latchkey.connections.Connection;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.login.Identifiers;
import dev.latchkey.login.Sessions;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.UserId;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Whom an IdP means by a name, in a logout as in a sign-in: an address in any letter case, and only in the connection's
 * own organization.
 */
@Component
class NamedByIdp {
    private final Sessions sessions;
    private final Directory directory;
    private final Identifiers identifiers;

    NamedByIdp(Sessions sessions, Directory directory, Identifiers identifiers) {
        this.sessions = sessions;
        this.directory = directory;
        this.identifiers = identifiers;
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
                || identifiers.isRemembered(connection, name.value());
    }

    private List<UserId> users(Connection connection, NameId name) {
        return EmailAddress.parse(name.value()).stream()
                .flatMap(address -> directory.usersByEmail(address).stream())
                .filter(user -> user.organization().equals(connection.organization()))
                .map(User::id)
                .toList();
    }
}
