package dev.latchkey.connections;

import dev.latchkey.saml.Binding;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An organization's connection to its identity provider.
 *
 * @param stableIdentifier where the IdP says who somebody is for good; null where that isn't looked at
 * @param version counts the changes; whoever keeps something made from a connection keeps it under id and version
 * @param configuration counts the changes after which the connection has to be tested again
 */
public record Connection(
        OrganizationId organization,
        ConnectionId id,
        ConnectionDetails details,
        List<GrantedConcession> concessions,
        boolean active,
        int version,
        int configuration,
        Instant createdAt,
        Instant updatedAt,
        @Nullable StableIdentifier stableIdentifier) {

    public Connection {
        concessions = List.copyOf(concessions);
    }

    /** The same connection with the certificates and concessions that belong to it. */
    Connection with(List<TrustedCertificate> certificates, List<GrantedConcession> granted) {
        return new Connection(
                organization,
                id,
                details.with(certificates),
                granted,
                active,
                version,
                configuration,
                createdAt,
                updatedAt,
                stableIdentifier);
    }

    public String name() {
        return details.name();
    }

    public String idpEntityId() {
        return details.idpEntityId();
    }

    public String ssoUrl() {
        return details.ssoUrl();
    }

    public Binding ssoBinding() {
        return details.ssoBinding();
    }

    public @Nullable String sloUrl() {
        return details.sloUrl();
    }

    public @Nullable String sloResponseUrl() {
        return details.sloResponseUrl();
    }

    public @Nullable Binding sloBinding() {
        return details.sloBinding();
    }

    public @Nullable String logoutRedirectUrl() {
        return details.logoutRedirectUrl();
    }

    public EmailSource email() {
        return details.email();
    }

    public boolean signAuthnRequests() {
        return details.signAuthnRequests();
    }

    public boolean acceptUnsolicited() {
        return details.acceptUnsolicited();
    }
}
