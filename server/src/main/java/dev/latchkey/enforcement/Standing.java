package dev.latchkey.enforcement;

import dev.latchkey.login.SignInPolicy;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import org.jspecify.annotations.Nullable;

/**
 * Where a user stands toward a connection (requirement D3).
 *
 * @param cohort whose list says so; null for a pilot
 * @param reason why a user is left out
 */
public record Standing(
        ConnectionId connection, State state, @Nullable CohortId cohort, @Nullable String reason) {

    /** The states of D3. Enabled and enforced are different things. */
    public enum State {
        NOT_ENABLED,
        PILOT,
        APPROVED,
        ANNOUNCED,
        ENFORCED,
        EXCLUDED;

        /** Whether SSO through the connection works. */
        boolean letsIn() {
            return switch (this) {
                case PILOT, APPROVED, ANNOUNCED, ENFORCED -> true;
                case EXCLUDED, NOT_ENABLED -> false;
            };
        }
    }

    /** The ways in that this leaves. */
    SignInPolicy.WaysIn ways() {
        return switch (state) {
            case PILOT, APPROVED, ANNOUNCED -> new SignInPolicy.WaysIn.SsoAllowed(connection);
            case ENFORCED -> new SignInPolicy.WaysIn.SsoOnly(connection);
            case EXCLUDED, NOT_ENABLED -> new SignInPolicy.WaysIn.PasswordOnly();
        };
    }
}
