package dev.latchkey.saml.signature;

import java.security.PublicKey;

/**
 * A key that may verify.
 *
 * @param sha256 of the certificate that it came in, in lower-case hex
 */
public record VerificationKey(PublicKey key, String sha256) {

    /** Whether some signature that is accepted can be verified with such a key: RSA, or ECDSA on a curve we know. */
    public static boolean isUsable(PublicKey key) {
        return SignatureAlgorithm.RSA_SHA256.fits(key)
                || (SignatureAlgorithm.ECDSA_SHA256.fits(key)
                        && SignatureAlgorithm.isStrong(key, false));
    }
}
