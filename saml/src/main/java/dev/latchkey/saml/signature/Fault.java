package dev.latchkey.saml.signature;

/** What can be wrong with a signature. */
public enum Fault {
    MALFORMED,
    REFERENCES,
    REFERENCE_URI,
    TRANSFORM,
    CANONICALIZATION,
    SIGNATURE_ALGORITHM,
    DIGEST_ALGORITHM,
    HMAC,
    SHA1,
    NO_KEY,
    WEAK_KEY,
    SIGNATURE,
    DIGEST
}
