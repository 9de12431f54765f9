package dev.latchkey.connections;

import dev.latchkey.saml.Concession;
import java.time.Instant;

/** An exception for an old IdP, with its reason and the instant at which it ends. */
public record GrantedConcession(
        Concession concession, String reason, String grantedBy, Instant grantedAt, Instant until) {
    /** Whether it has effect at this instant; it has none at its end itself. */
    public boolean inEffect(Instant now) {
        return now.isBefore(until);
    }
}
