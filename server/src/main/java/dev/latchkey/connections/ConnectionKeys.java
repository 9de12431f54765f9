package dev.latchkey.connections;

import dev.latchkey.saml.DecryptionKey;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.turns.HeavyWork;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** Makes and opens our own key pair of a connection: RSA-2048 with a self-signed certificate, for ten years. */
@Component
class ConnectionKeys {
    /** Where the private keys are, sealed. */
    static final SealedColumn SEALED =
            new SealedColumn(
                    "connection_key",
                    "private_key",
                    "connections' private keys",
                    true,
                    List.of(
                            new SealedColumn.KeyColumn("organization_id", "uuid"),
                            new SealedColumn.KeyColumn("connection_id", "uuid"),
                            new SealedColumn.KeyColumn("id", "uuid")));

    private final SecretBox box;
    private final HeavyWork heavy;
    private final SecureRandom random = new SecureRandom();

    ConnectionKeys(SecretBox box, HeavyWork heavy) {
        this.box = box;
        this.heavy = heavy;
    }

    /** A pair as it is stored: the certificate's DER form, and the private key's PKCS#8 form, sealed. */
    static final class Stored {
        private final byte[] certificate;
        private final byte[] privateKey;

        Stored(byte[] certificate, byte[] privateKey) {
            this.certificate = certificate.clone();
            this.privateKey = privateKey.clone();
        }

        byte[] certificate() {
            return certificate.clone();
        }

        byte[] privateKey() {
            return privateKey.clone();
        }
    }

    /** A pair ready for use. */
    record Opened(RSAPrivateKey key, X509Certificate certificate) {
        SigningKey signing() {
            return new SigningKey(key, certificate);
        }

        DecryptionKey decryption() {
            return new DecryptionKey(key);
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /** Takes its turn, so it is made before a transaction begins. */
    Stored make(ConnectionId id, Instant now) {
        return heavy.compute(() -> generate(id, now));
    }

    private Stored generate(ConnectionId id, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            KeyPair pair = generator.generateKeyPair();
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            try {
                return new Stored(
                        OwnCertificate.of(pair, "Latchkey " + id, now, random),
                        box.seal(SEALED, pkcs8));
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM can't make an RSA key", e);
        }
    }

    /** Opens the pair; refused where its private key does not open. */
    Result<Opened> open(Stored stored) {
        return switch (box.open(stored.privateKey)) {
            case Result.Refused<byte[]>(List<Problem> problems) -> {
                Problem problem = problems.getFirst();
                yield Result.refused(
                        ConnectionError.KEY_UNAVAILABLE,
                        problem.code().meaning() + " " + problem.code().remedy());
            }
            case Result.Ok<byte[]>(byte[] pkcs8) -> {
                try {
                    yield Result.ok(new Opened(rsa(pkcs8), certificate(stored)));
                } finally {
                    Arrays.fill(pkcs8, (byte) 0);
                }
            }
        };
    }

    private static RSAPrivateKey rsa(byte[] pkcs8) {
        try {
            return (RSAPrivateKey)
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was sealed is no RSA key", e);
        }
    }

    /** The pair's certificate, for which nothing has to be opened. */
    static X509Certificate certificate(Stored stored) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(stored.certificate));
        } catch (CertificateException e) {
            throw new IllegalStateException("a stored certificate is damaged", e);
        }
    }
}
