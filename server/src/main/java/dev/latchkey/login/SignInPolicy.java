package dev.latchkey.login;

import dev.latchkey.directory.User;
import dev.latchkey.shared.ConnectionId;

/** Says which ways in a user has. Login asks; whoever decides about rollouts answers. */
public interface SignInPolicy {
    /** Where this user stands now; asked afresh at every step, so that a change holds at once. */
    Standing standing(User user);

    /** The ways in that a user has. */
    sealed interface Standing {
        /** No connection is enabled for the user. */
        record PasswordOnly() implements Standing {}

        /** SSO through this connection works, and so does the password. */
        record SsoAllowed(ConnectionId connection) implements Standing {}

        /** The password no longer works. */
        record SsoOnly(ConnectionId connection) implements Standing {}

        /** Whether the user may come in through this connection. */
        default boolean allows(ConnectionId connection) {
            return switch (this) {
                case PasswordOnly() -> false;
                case SsoAllowed(var allowed) -> allowed.equals(connection);
                case SsoOnly(var allowed) -> allowed.equals(connection);
            };
        }
    }
}
