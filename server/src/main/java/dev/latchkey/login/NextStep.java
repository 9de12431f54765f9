package dev.latchkey.login;

import dev.latchkey.failures.Failure;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import org.jspecify.annotations.Nullable;

/** What a sign-in does next. Only {@link LoginFlow} decides it. */
sealed interface NextStep {
    record AskEmail(String problem) implements NextStep {}

    /** Known, unknown or whatever: everybody who isn't enforced gets the same form. */
    record AskPassword(String email, boolean ssoNotOffered) implements NextStep {}

    /** To the organization's IdP; {@code explain} when a password has just been typed (requirement D16). */
    record GoToIdp(ConnectionId connection, boolean explain) implements NextStep {}

    /** Signed in: the session has to be handed over to its browser. */
    record Begun(Handover.Begun session) implements NextStep {}

    record Refused(Failure failure, @Nullable OrganizationId organization) implements NextStep {}
}
