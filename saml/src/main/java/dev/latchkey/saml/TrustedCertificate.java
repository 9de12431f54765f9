package dev.latchkey.saml;

import dev.latchkey.saml.signature.Base64Text;
import dev.latchkey.saml.signature.VerificationKey;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A pinned certificate of an IdP, parsed once. It is a key with a name: it is never chained, and its dates only warn,
 * unless a connection refuses expired ones (requirement D9).
 */
public final class TrustedCertificate {
    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern ARMOUR = Pattern.compile("-----(BEGIN|END) [A-Z0-9 ]{1,40}-----");
    private static final String END = "-----END ";

    private final X509Certificate certificate;
    private final String sha256;
    private final VerificationKey verificationKey;

    TrustedCertificate(X509Certificate certificate, String sha256) {
        this.certificate = certificate;
        this.sha256 = sha256;
        this.verificationKey = new VerificationKey(translated(certificate.getPublicKey()), sha256);
    }

    /** The key as the provider in use keeps its own, so that no message pays for the translation. */
    private static PublicKey translated(PublicKey key) {
        try {
            return (PublicKey) KeyFactory.getInstance(key.getAlgorithm()).translateKey(key);
        } catch (GeneralSecurityException | ClassCastException e) {
            return key;
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 of the DER form in lower-case hex. */
    public String sha256() {
        return sha256;
    }

    VerificationKey verificationKey() {
        return verificationKey;
    }

    public Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /**
     * Reads PEM, or the bare base64 of the DER form; white space anywhere. What tools write around PEM is passed over,
     * and line breaks may be spelt {@code \n}, as they are where PEM was kept in JSON.
     */
    public static CertificateReading read(String pemOrBase64) {
        if (pemOrBase64.contains("PRIVATE KEY")) {
            return new CertificateReading.PrivateKeyGiven();
        }
        if (pemOrBase64.indexOf(BEGIN) != pemOrBase64.lastIndexOf(BEGIN)) {
            return severalCertificates();
        }
        byte[] der = Base64Text.decode(ARMOUR.matcher(armoured(pemOrBase64)).replaceAll(""));
        return der == null
                ? new CertificateReading.Unusable(
                        Reason.CERTIFICATE_UNREADABLE, "text that is not base64")
                : readDer(der);
    }

    private static String armoured(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            return text;
        }
        String inside = text.substring(begin, end);
        return inside.replace("\\r", "").replace("\\n", "\n");
    }

    /** Reads the DER form. */
    public static CertificateReading readDer(byte[] der) {
        if (isPrivateKey(der)) {
            return new CertificateReading.PrivateKeyGiven();
        }
        try {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
            if (!(certificate instanceof X509Certificate x509)) {
                return new CertificateReading.Unusable(Reason.CERTIFICATE_UNREADABLE, "not X.509");
            }
            if (x509.getEncoded().length != der.length) {
                return severalCertificates();
            }
            PublicKey key = x509.getPublicKey();
            if (!VerificationKey.isUsable(key)) {
                return new CertificateReading.Unusable(
                        Reason.CERTIFICATE_KEY_UNSUPPORTED, "a key of " + key.getAlgorithm());
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(x509.getEncoded());
            return new CertificateReading.Read(
                    new TrustedCertificate(x509, HexFormat.of().formatHex(digest)));
        } catch (GeneralSecurityException | RuntimeException e) {
            // What is not a certificate fails here in many ways; none of them is worth telling
            // apart.
            return new CertificateReading.Unusable(
                    Reason.CERTIFICATE_UNREADABLE, "bytes that are no certificate");
        }
    }

    /** Two matches are no match: which of them would be pinned is not for us to choose. */
    private static CertificateReading.Unusable severalCertificates() {
        return new CertificateReading.Unusable(
                Reason.CERTIFICATE_UNREADABLE, "more than one certificate");
    }

    /** PKCS#8 and PKCS#1 private keys in DER begin with a version; a certificate begins with a sequence. */
    private static boolean isPrivateKey(byte[] der) {
        if (der.length < 8 || der[0] != 0x30) {
            return false;
        }
        int header = (der[1] & 0x80) == 0 ? 2 : 2 + (der[1] & 0x7f);
        return header + 2 < der.length && der[header] == 0x02 && der[header + 1] == 0x01;
    }
}
