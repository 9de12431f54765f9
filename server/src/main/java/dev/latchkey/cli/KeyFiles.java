package dev.latchkey.cli;

import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.DecryptionKey;
import dev.latchkey.saml.TrustedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the files of certificates and keys that are named on the command line. */
final class KeyFiles {
    static final int LARGEST_FILE = 4 * 1024 * 1024;
    private static final int DER_SEQUENCE = 0x30;
    private static final Pattern PEM_CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private final KeyRing keyRing = new KeyRing();

    /** Each file has one certificate in base64 or DER, or any number of them in PEM. */
    List<TrustedCertificate> certificates(List<String> files) throws UnusableInput {
        List<TrustedCertificate> certificates = new ArrayList<>();
        for (String file : files) {
            read(file, certificates);
        }
        return certificates;
    }

    private void read(String file, List<TrustedCertificate> into) throws UnusableInput {
        byte[] bytes = Input.read(file, LARGEST_FILE);
        if (bytes.length > 0
                && bytes[0] == DER_SEQUENCE
                && TrustedCertificate.readDer(bytes) instanceof CertificateReading.Read der) {
            into.add(der.certificate());
            return;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        Matcher pem = PEM_CERTIFICATE.matcher(text);
        if (!pem.find()) {
            into.add(keyRing.certificate(text, file));
            return;
        }
        do {
            into.add(keyRing.certificate(pem.group(), file));
        } while (pem.find());
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
