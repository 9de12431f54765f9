package dev.latchkey.login;

import dev.latchkey.directory.User;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which ways in a user has. Login asks; whoever decides about rollouts answers. */
public interface SignInPolicy {
    /** Which ways in this user has now; asked afresh at every step, so that a change holds at once. */
    WaysIn waysIn(User user);

    /**
     * The states in the database's view {@code standing} that let a user in through its connection. The statement of a
     * sign-in asks there; it says what {@link WaysIn#allows} says.
     */
    List<String> statesLetIn();

    /**
     * Where an address of this domain is led that belongs to nobody who may sign in: to the IdP to which everybody of the
     * domain is led, so that the answer tells nobody who exists (requirement D16). Empty where the domain's people don't
     * all go one way.
     */
    default Optional<ConnectionId> everybodyOf(String domain) {
        return Optional.empty();
    }

    /** What a user should read after signing in with a password; empty for most. */
    default Optional<ComingSwitch> comingSwitch(OrganizationId organization, UserId user) {
        return Optional.empty();
    }

    /**
     * That the password will stop working.
     *
     * @param at when; null where no day is known
     */
    record ComingSwitch(ConnectionId connection, @Nullable Instant at) {}

    /** The ways in that a user has. */
    sealed interface WaysIn {
        /** No connection is enabled for the user. */
        record PasswordOnly() implements WaysIn {}

        /** SSO through this connection works, and so does the password. */
        record SsoAllowed(ConnectionId connection) implements WaysIn {}

        /** The password no longer works. */
        record SsoOnly(ConnectionId connection) implements WaysIn {}

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
