package dev.latchkey.e2e;

import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.SignaturePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a test wants a connection to be, apart from what the IdP's metadata says. To begin with: HTTP-Redirect, email in
 * the NameID, the Response signed, nothing more asked for.
 */
final class ConnectionPlan {
    private Binding binding = Binding.HTTP_REDIRECT;
    private EmailSource email = new EmailSource.NameId();
    private SignaturePolicy signature = SignaturePolicy.RESPONSE;
    private EncryptionPolicy encryption = EncryptionPolicy.ALLOWED;
    private boolean signRequests;
    private boolean acceptUnsolicited;
    private boolean singleLogout;
    private @Nullable String logoutRedirectUrl;

    ConnectionPlan by(Binding other) {
        binding = other;
        return this;
    }

    ConnectionPlan emailInAttribute(String name) {
        email = new EmailSource.Attribute(name);
        return this;
    }

    ConnectionPlan signed(SignaturePolicy policy) {
        signature = policy;
        return this;
    }

    ConnectionPlan onlyEncrypted() {
        encryption = EncryptionPolicy.REQUIRED;
        return this;
    }

    ConnectionPlan signingRequests() {
        signRequests = true;
        return this;
    }

    ConnectionPlan acceptingUnsolicited() {
        acceptUnsolicited = true;
        return this;
    }

    ConnectionPlan withSingleLogout() {
        singleLogout = true;
        return this;
    }

    ConnectionPlan afterLogoutTo(String url) {
        logoutRedirectUrl = url;
        return this;
    }

    /** The details as the IdP's own metadata and this plan make them. */
    ConnectionDetails details(String name, byte[] idpMetadata) {
        IdpMetadata idp = read(idpMetadata);
        return new ConnectionDetails(
                name,
                idp.entityId(),
                location(idp.ssoServices()),
                binding,
                singleLogout ? location(idp.sloServices()) : null,
                null,
                singleLogout ? binding : null,
                logoutRedirectUrl,
                email,
                signature,
                encryption,
                signRequests,
                acceptUnsolicited,
                false,
                60,
                idp.certificates());
    }

    private static IdpMetadata read(byte[] document) {
        return switch (IdpMetadata.read(document, Limits.METADATA)) {
            case IdpMetadata.Found found -> found.providers().getFirst();
            case IdpMetadata.Unusable unusable ->
                    throw new IllegalStateException(unusable.toString());
        };
    }

    private String location(List<IdpMetadata.Endpoint> endpoints) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.binding() == binding)
                .map(IdpMetadata.Endpoint::location)
                .findFirst()
                .orElseThrow();
    }
}
