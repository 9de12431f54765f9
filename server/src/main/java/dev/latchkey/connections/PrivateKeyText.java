package dev.latchkey.connections;

import dev.latchkey.saml.CertificatesReading;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.web.SecretText;
import org.springframework.stereotype.Component;

/** Private keys, as the forms that take certificates know them, whatever a copy made of them (requirement D17). */
@Component
class PrivateKeyText implements SecretText {
    private static final int SHORTEST = 24;

    @Override
    public boolean isSecret(String text) {
        return text.length() >= SHORTEST
                && TrustedCertificate.readAll(text) instanceof CertificatesReading.PrivateKeyGiven;
    }
}
