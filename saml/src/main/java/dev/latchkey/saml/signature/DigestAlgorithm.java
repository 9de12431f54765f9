package dev.latchkey.saml.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The digests that are known, by their URIs. */
enum DigestAlgorithm {
    SHA1("SHA-1"),
    SHA256("SHA-256"),
    SHA384("SHA-384"),
    SHA512("SHA-512");

    private final String jcaName;

    DigestAlgorithm(String jcaName) {
        this.jcaName = jcaName;
    }

    static @Nullable DigestAlgorithm of(@Nullable String uri) {
        if (uri == null) {
            return null;
        }
        return switch (uri) {
            case "http://www.w3.org/2000/09/xmldsig#sha1" -> SHA1;
            case "http://www.w3.org/2001/04/xmlenc#sha256" -> SHA256;
            case "http://www.w3.org/2001/04/xmldsig-more#sha384" -> SHA384;
            case "http://www.w3.org/2001/04/xmlenc#sha512" -> SHA512;
            default -> null;
        };
    }

    String jcaName() {
        return jcaName;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(jcaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has " + jcaName, e);
        }
    }
}
