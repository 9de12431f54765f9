package dev.latchkey.connections;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate signed by its own key. Apart from what a start needs: Bouncy Castle's signed jars are slow to open. */
final class OwnCertificate {
    private static final Duration LIFE = Duration.ofDays(3653);

    private OwnCertificate() {}

    /** The DER form. */
    static byte[] of(KeyPair pair, String commonName, Instant now, SecureRandom random) {
        X500Principal name = new X500Principal("CN=" + commonName);
        try {
            return new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(127, random).setBit(126),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(LIFE)),
                            name,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException("this JVM can't sign a certificate", e);
        }
    }
}
