package dev.latchkey.saml;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to the IdP to authenticate a user (SAML Core 3.4.1).
 *
 * @param id one-time, unguessable, an xs:ID
 * @param destination the IdP's SSO service URL
 * @param nameIdFormat the NameID format asked for; null asks for none
 * @param forceAuthn whether the IdP must ask the user again
 */
public record AuthnRequest(
        String id,
        Instant issueInstant,
        String destination,
        String spEntityId,
        String acsUrl,
        @Nullable String nameIdFormat,
        boolean forceAuthn) {

    /**
     * The URL to send the browser to (SAML Bindings 3.4.4). With a key, SigAlg and Signature are added over the query
     * string's exact octets (3.4.4.1).
     */
    public String redirectUrl(@Nullable String relayState, @Nullable SigningKey key) {
        return message().redirectUrl(relayState, key);
    }

    /** The form to post (SAML Bindings 3.5.4). With a key, the message carries an enveloped signature. */
    public PostForm postForm(@Nullable String relayState, @Nullable SigningKey key) {
        return message().postForm(relayState, key);
    }

    private OutgoingMessage message() {
        String more =
                OutgoingMessage.attribute("ForceAuthn", forceAuthn ? "true" : null)
                        + OutgoingMessage.attribute("AssertionConsumerServiceURL", acsUrl)
                        + OutgoingMessage.attribute("ProtocolBinding", Binding.HTTP_POST.uri());
        String policy =
                nameIdFormat == null
                        ? ""
                        : "<samlp:NameIDPolicy"
                                + OutgoingMessage.attribute("Format", nameIdFormat)
                                + " AllowCreate=\"true\"/>";
        String head =
                OutgoingMessage.head(
                        "AuthnRequest", id, issueInstant, destination, more, spEntityId);
        return new OutgoingMessage(
                id, "SAMLRequest", destination, head, policy + "</samlp:AuthnRequest>");
    }
}
