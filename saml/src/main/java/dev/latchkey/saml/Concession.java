package dev.latchkey.saml;

/**
 * An exception that a connection can be given for an old IdP. Each is off unless it is named; there are no others.
 */
public enum Concession {
    /** Signatures and digests with SHA-1. */
    SHA1("sha1"),
    /** RSA signing keys from 1024 bits on. */
    RSA1024("rsa1024"),
    /** Assertions encrypted with AES-CBC, which is not authenticated. */
    AES_CBC("aes-cbc"),
    /** Content keys wrapped with RSA PKCS#1 v1.5. */
    RSA_1_5("rsa-1_5"),
    /** A Response without Destination. */
    NO_DESTINATION("no-destination"),
    /** A Reference with the empty URI, which means the whole document. */
    EMPTY_REFERENCE_URI("empty-reference-uri");

    private final String id;

    Concession(String id) {
        this.id = id;
    }

    /** The name used on the command line, in the database and on pages. */
    public String id() {
        return id;
    }

    /** The concession with this id, or null where there is none. */
    public static @org.jspecify.annotations.Nullable Concession of(String id) {
        for (Concession concession : values()) {
            if (concession.id.equals(id)) {
                return concession;
            }
        }
        return null;
    }
}
