package dev.latchkey.saml;

/** Which element of a Response must carry a signature (requirement A9). Every signature there is must verify. */
public enum SignaturePolicy {
    RESPONSE,
    ASSERTION,
    EITHER,
    BOTH
}
