package dev.latchkey.cli;

import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.CertificatesReading;
import dev.latchkey.saml.DecryptionKey;
import dev.latchkey.saml.TrustedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the files of certificates and keys that are named on the command line. */
final class KeyFiles {
    static final int LARGEST_FILE = 4 * 1024 * 1024;

    private final KeyRing keyRing = new KeyRing();

    /** Each file has certificates in DER, or in whatever text people keep them in. */
    List<TrustedCertificate> certificates(List<String> files) throws UnusableInput {
        List<TrustedCertificate> certificates = new ArrayList<>();
        for (String file : files) {
            read(file, certificates);
        }
        return certificates;
    }

    private void read(String file, List<TrustedCertificate> into) throws UnusableInput {
        switch (TrustedCertificate.readAll(Input.read(file, LARGEST_FILE))) {
            case CertificatesReading.Read(List<TrustedCertificate> found) -> into.addAll(found);
            case CertificatesReading.PrivateKeyGiven _ -> throw KeyRing.privateKey(file);
            case CertificatesReading.Unusable(CertificateReading.Unusable why) ->
                    throw KeyRing.unusable(file, why);
        }
    }

    List<DecryptionKey> decryptionKeys(List<String> files) throws UnusableInput {
        List<DecryptionKey> keys = new ArrayList<>();
        for (String file : files) {
            String pem = new String(Input.read(file, LARGEST_FILE), StandardCharsets.UTF_8);
            keys.add(keyRing.decryptionKey(pem, file));
        }
        return keys;
    }
}
