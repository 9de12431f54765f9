package dev.latchkey.saml;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** Our key that signs messages to the IdP (RSA with SHA-256), and the certificate that goes with it. */
public final class SigningKey {
    private final PrivateKey key;
    private final X509Certificate certificate;

    public SigningKey(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    PrivateKey key() {
        return key;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "***";
    }
}
