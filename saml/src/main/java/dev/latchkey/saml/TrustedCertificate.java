package dev.latchkey.saml;

import dev.latchkey.saml.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pinned certificate of an IdP, parsed once. It is a key with a name: it is never chained, and its dates only warn,
 * unless a connection refuses expired ones (requirement D9).
 */
public final class TrustedCertificate {
    private final byte[] der;
    private final CertificateParts parts;
    private final PublicKey key;
    private final String sha256;
    private final VerificationKey verificationKey;

    private TrustedCertificate(byte[] der, CertificateParts parts, PublicKey key) {
        this.der = der;
        this.parts = parts;
        this.key = key;
        this.sha256 = HexFormat.of().formatHex(digest(der));
        this.verificationKey = new VerificationKey(translated(key), sha256);
    }

    /** The certificate, if its key can verify what we accept. Nothing else about it matters. */
    static CertificateReading of(byte[] der, CertificateParts parts) {
        String algorithm = algorithm(parts);
        try {
            PublicKey key =
                    KeyFactory.getInstance(algorithm)
                            .generatePublic(new X509EncodedKeySpec(parts.key()));
            if (VerificationKey.isUsable(key)) {
                return new CertificateReading.Read(new TrustedCertificate(der, parts, key));
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            // A kind of key or a curve that nobody here knows, or numbers that are no key.
        }
        return new CertificateReading.Unusable(
                Reason.CERTIFICATE_KEY_UNSUPPORTED, "a key of " + algorithm);
    }

    private static String algorithm(CertificateParts parts) {
        String oid =
                Der.at(parts.key(), 0, parts.key().length)
                        .map(key -> key.children().getFirst().children().getFirst().oid())
                        .orElse("");
        return switch (oid) {
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
            case "1.2.840.10045.2.1" -> "EC";
            case "1.2.840.10040.4.1" -> "DSA";
            case "1.3.101.112", "1.3.101.113" -> "EdDSA";
            default -> oid;
        };
    }

    private static byte[] digest(byte[] der) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(der);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    /** The key as the provider in use keeps its own, so that no message pays for the translation. */
    private static PublicKey translated(PublicKey key) {
        try {
            return (PublicKey) KeyFactory.getInstance(key.getAlgorithm()).translateKey(key);
        } catch (GeneralSecurityException | ClassCastException e) {
            return key;
        }
    }

    /** The DER form, as it was given. */
    public byte[] der() {
        return der.clone();
    }

    public PublicKey key() {
        return key;
    }

    /** Whose it says it is, by RFC 2253; empty where it says nothing that can be read. */
    public String subject() {
        return parts.subject();
    }

    /** For people: what kind of key, and how long. */
    public String keyWords() {
        return key instanceof RSAKey rsa
                ? "RSA, " + rsa.getModulus().bitLength() + " bits"
                : key.getAlgorithm();
    }

    /** What a message that this key signed needs to be accepted, in words; null where it needs nothing. */
    public @Nullable String weakness() {
        if (!(key instanceof RSAKey rsa)) {
            return null;
        }
        int bits = rsa.getModulus().bitLength();
        if (bits > 8192) {
            return "its RSA key has " + bits + " bits, and none of more than 8192 is accepted";
        }
        if (bits < 1024) {
            return "its RSA key has " + bits + " bits, and none of fewer than 1024 is accepted";
        }
        return bits < 2048
                ? "its RSA key has "
                        + bits
                        + " bits, so sign-ins need the exception "
                        + Concession.RSA1024.id()
                : null;
    }

    /** SHA-256 of the DER form in lower-case hex. */
    public String sha256() {
        return sha256;
    }

    VerificationKey verificationKey() {
        return verificationKey;
    }

    public Instant notBefore() {
        return parts.notBefore();
    }

    public Instant notAfter() {
        return parts.notAfter();
    }

    /** Reads one certificate in whatever text people paste. */
    public static CertificateReading read(String text) {
        return one(PastedText.read(text));
    }

    /** Reads any number of them; each comes once. */
    public static CertificatesReading readAll(String text) {
        return each(PastedText.read(text));
    }

    private static CertificatesReading each(CertificatesReading reading) {
        if (!(reading instanceof CertificatesReading.Read(List<TrustedCertificate> found))) {
            return reading;
        }
        Set<String> seen = new HashSet<>();
        return new CertificatesReading.Read(
                found.stream().filter(one -> seen.add(one.sha256())).toList());
    }

    /** Reads a file: DER, or text in UTF-8 or UTF-16. */
    public static CertificatesReading readAll(byte[] file) {
        int first = file.length < 2 ? 0 : ((file[0] & 0xff) << 8) | (file[1] & 0xff);
        boolean binary = file.length > 2 && file[0] == Der.SEQUENCE && file[1] < 0;
        if (binary || first == 0xfeed || first == 0xcece) {
            return each(DerReading.read(file));
        }
        return readAll(
                new String(
                        file,
                        first == 0xfeff || first == 0xfffe
                                ? StandardCharsets.UTF_16
                                : StandardCharsets.UTF_8));
    }

    /** Whether the text contains a private key, whatever else it is. */
    public static boolean hasPrivateKey(String text) {
        return PastedText.hasPrivateKey(text);
    }

    /** Reads the DER form. */
    public static CertificateReading readDer(byte[] der) {
        return one(DerReading.read(der));
    }

    /** Two matches are no match: which of them would be pinned is not for us to choose. */
    private static CertificateReading one(CertificatesReading reading) {
        return switch (reading) {
            case CertificatesReading.Read(List<TrustedCertificate> found) ->
                    found.size() == 1
                            ? new CertificateReading.Read(found.getFirst())
                            : Foreign.SEVERAL.reading();
            case CertificatesReading.PrivateKeyGiven _ -> new CertificateReading.PrivateKeyGiven();
            case CertificatesReading.Unusable(CertificateReading.Unusable why) -> why;
        };
    }
}
