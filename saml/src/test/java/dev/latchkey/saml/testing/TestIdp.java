package dev.latchkey.saml.testing;

import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.TrustedCertificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An IdP's key pair with its self-signed certificate. */
public record TestIdp(PrivateKey privateKey, X509Certificate certificate) {
    private static final Instant END = Instant.parse("2046-01-01T00:00:00Z");

    /** RSA of this many bits. */
    public static TestIdp rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return of(generator.generateKeyPair(), "SHA256withRSA", END);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** ECDSA on {@code secp256r1}, {@code secp384r1} or {@code secp521r1}. */
    public static TestIdp ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return of(generator.generateKeyPair(), "SHA256withECDSA", END);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ed25519, whose signatures SAML has no name for. */
    public static TestIdp ed25519() {
        try {
            return of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "Ed25519", END);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same key in another certificate, which ends at this time. */
    public TestIdp certifiedUntil(Instant end) {
        String algorithm =
                privateKey instanceof RSAPrivateKey ? "SHA256withRSA" : "SHA256withECDSA";
        return of(new KeyPair(certificate.getPublicKey(), privateKey), algorithm, end);
    }

    private static TestIdp of(KeyPair keys, String algorithm, Instant end) {
        X500Name name = new X500Name("CN=Test IdP");
        Date from = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
        Date to = Date.from(end);
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name, BigInteger.ONE, from, to, name, keys.getPublic());
            var signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
            return new TestIdp(
                    keys.getPrivate(),
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate as a connection pins it. */
    public TrustedCertificate pinned() {
        try {
            if (TrustedCertificate.readDer(certificate.getEncoded())
                    instanceof CertificateReading.Read read) {
                return read.certificate();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("our own certificate");
    }
}
