package dev.latchkey.saml.signature;

import java.security.PublicKey;

/**
 * A key that may verify.
 *
 * @param sha256 of the certificate that it came in, in lower-case hex
 */
public record VerificationKey(PublicKey key, String sha256) {}
