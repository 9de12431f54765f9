package dev.latchkey.saml;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A pinned certificate of an IdP, parsed once. It is a key with a name: it is never chained, and its dates only warn,
 * unless a connection refuses expired ones (requirement D9).
 */
public final class TrustedCertificate {
    private final X509Certificate certificate;
    private final String sha256;

    TrustedCertificate(X509Certificate certificate, String sha256) {
        this.certificate = certificate;
        this.sha256 = sha256;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 of the DER form in lower-case hex. */
    public String sha256() {
        return sha256;
    }

    public Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /** Reads PEM, bare base64 or DER bytes as text would carry them. */
    public static CertificateReading read(String pemOrBase64) {
        throw new UnsupportedOperationException();
    }

    /** Reads the DER form. */
    public static CertificateReading readDer(byte[] der) {
        throw new UnsupportedOperationException();
    }
}
