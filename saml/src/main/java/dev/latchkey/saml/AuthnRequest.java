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
        throw new UnsupportedOperationException();
    }

    /** The form to post (SAML Bindings 3.5.4). With a key, the message carries an enveloped signature. */
    public PostForm postForm(@Nullable String relayState, @Nullable SigningKey key) {
        throw new UnsupportedOperationException();
    }
}
