package dev.latchkey.cli;

import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.DecryptionKey;
import dev.latchkey.saml.TrustedCertificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads certificates and keys, and remembers them, because most lines of a batch name the same few. */
public final class KeyRing {
    private static final int CAPACITY = 1000;

    private final Map<String, CertificateReading> certificates = new ConcurrentHashMap<>();
    private final Map<String, DecryptionKey> keys = new ConcurrentHashMap<>();

    /** @param where what the message calls this certificate, such as {@code certificates[0]} */
    TrustedCertificate certificate(String text, String where) throws UnusableInput {
        makeRoom(certificates);
        return switch (certificates.computeIfAbsent(text, TrustedCertificate::read)) {
            case CertificateReading.Read read -> read.certificate();
            case CertificateReading.PrivateKeyGiven _ -> throw privateKey(where);
            case CertificateReading.Unusable why -> throw unusable(where, why);
        };
    }

    static UnusableInput privateKey(String where) {
        return new UnusableInput(
                where
                        + " is a private key, not a certificate. Treat that key as lost: replace"
                        + " it at the IdP, and give the certificate.");
    }

    static UnusableInput unusable(String where, CertificateReading.Unusable why) {
        return new UnusableInput(
                where
                        + " can't be used: "
                        + why.reason().meaning()
                        + " It is "
                        + why.found()
                        + ".");
    }

    DecryptionKey decryptionKey(String pem, String where) throws UnusableInput {
        makeRoom(keys);
        DecryptionKey known = keys.get(pem);
        if (known != null) {
            return known;
        }
        try {
            DecryptionKey read = new DecryptionKey(RsaPrivateKeyPem.read(pem));
            keys.put(pem, read);
            return read;
        } catch (UnusableInput e) {
            throw new UnusableInput(where + " " + e.sentence());
        }
    }

    private static void makeRoom(Map<String, ?> known) {
        if (known.size() >= CAPACITY) {
            known.clear();
        }
    }
}
