package dev.latchkey.saml.signature;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The signature algorithms that are known, by their URIs (RFC 9231 and XML Signature 1.1 §6.4). */
public enum SignatureAlgorithm {
    RSA_SHA1("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "SHA1withRSA", Family.RSA, 0),
    RSA_SHA256("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "SHA256withRSA", Family.RSA, 0),
    RSA_SHA384("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "SHA384withRSA", Family.RSA, 0),
    RSA_SHA512("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "SHA512withRSA", Family.RSA, 0),
    PSS_SHA256(
            "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "RSASSA-PSS", Family.RSA, 32),
    PSS_SHA384(
            "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", "RSASSA-PSS", Family.RSA, 48),
    PSS_SHA512(
            "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", "RSASSA-PSS", Family.RSA, 64),
    ECDSA_SHA1(
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
            "SHA1withECDSAinP1363Format",
            Family.EC,
            0),
    ECDSA_SHA256(
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "SHA256withECDSAinP1363Format",
            Family.EC,
            0),
    ECDSA_SHA384(
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
            "SHA384withECDSAinP1363Format",
            Family.EC,
            0),
    ECDSA_SHA512(
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
            "SHA512withECDSAinP1363Format",
            Family.EC,
            0);

    /** What kind of key verifies. */
    enum Family {
        RSA,
        EC
    }

    private static final int STRONG_RSA_BITS = 2048;
    private static final int OLD_RSA_BITS = 1024;
    private static final int MOST_RSA_BITS = 8192;
    private static final Map<String, SignatureAlgorithm> BY_URI =
            java.util.Arrays.stream(values())
                    .collect(java.util.stream.Collectors.toUnmodifiableMap(a -> a.uri, a -> a));

    private final String uri;
    private final String jcaName;
    private final Family family;
    private final int saltLength;

    SignatureAlgorithm(String uri, String jcaName, Family family, int saltLength) {
        this.uri = uri;
        this.jcaName = jcaName;
        this.family = family;
        this.saltLength = saltLength;
    }

    public static @Nullable SignatureAlgorithm of(String uri) {
        return BY_URI.get(uri);
    }

    public String uri() {
        return uri;
    }

    boolean usesSha1() {
        return this == RSA_SHA1 || this == ECDSA_SHA1;
    }

    /** Whether a key of this kind can have made such a signature. */
    boolean fits(PublicKey key) {
        return switch (family) {
            case RSA -> key instanceof RSAPublicKey;
            case EC -> key instanceof ECPublicKey;
        };
    }

    static boolean isStrong(PublicKey key, boolean rsa1024Allowed) {
        return switch (key) {
            case RSAPublicKey rsa -> {
                int bits = rsa.getModulus().bitLength();
                yield bits >= (rsa1024Allowed ? OLD_RSA_BITS : STRONG_RSA_BITS)
                        && bits <= MOST_RSA_BITS;
            }
            case ECPublicKey ec -> KnownCurves.include(ec.getParams());
            default -> false;
        };
    }

    /** A verifier for this algorithm and key, waiting for octets. */
    Signature verifier(PublicKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(jcaName);
        if (saltLength > 0) {
            signature.setParameter(pss());
        }
        signature.initVerify(key);
        return signature;
    }

    /** RFC 9231 §2.3.10: the salt is as long as the digest, and the mask uses the same digest. */
    private PSSParameterSpec pss() {
        String digest = "SHA-" + 8 * saltLength;
        return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltLength, 1);
    }
}
