package dev.latchkey.login;

import dev.latchkey.saml.NameId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is signed in.
 *
 * @param connection the connection that the sign-in came through; null for a password or a recovery code
 * @param nameId how the IdP named the user, for logout
 * @param expiresAt when the session ends whatever happens
 */
public record Session(
        OrganizationId organization,
        UserId user,
        Method method,
        @Nullable ConnectionId connection,
        @Nullable NameId nameId,
        @Nullable String sessionIndex,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt) {

    /** Who has come in, and how. */
    record Person(OrganizationId organization, UserId user, Method method) {}

    public enum Method {
        PASSWORD,
        SSO,
        /** A recovery code of an emergency admin. */
        EMERGENCY
    }
}
