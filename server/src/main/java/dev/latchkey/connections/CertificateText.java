package dev.latchkey.connections;

import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Certificates as a person pastes them: PEM, one after another, or one bare base64. Nothing of the text goes into a
 * problem, as it may be a private key (requirement D17).
 */
final class CertificateText {
    private static final Pattern END = Pattern.compile("(?<=-----END (X509 )?CERTIFICATE-----)");

    private CertificateText() {}

    static boolean hasPrivateKey(String text) {
        return text.contains("PRIVATE KEY");
    }

    /** The certificates in document order, each once; empty for blank text. */
    static Result<List<TrustedCertificate>> read(String text) {
        if (hasPrivateKey(text)) {
            return refused(ConnectionError.PRIVATE_KEY_GIVEN);
        }
        Map<String, TrustedCertificate> found = new LinkedHashMap<>();
        for (String part : END.splitAsStream(text).filter(each -> !each.isBlank()).toList()) {
            switch (TrustedCertificate.read(part.strip())) {
                case CertificateReading.Read(TrustedCertificate certificate) ->
                        found.putIfAbsent(certificate.sha256(), certificate);
                case CertificateReading.PrivateKeyGiven() -> {
                    return refused(ConnectionError.PRIVATE_KEY_GIVEN);
                }
                case CertificateReading.Unusable unusable -> {
                    return refused(ConnectionError.CERTIFICATE_UNUSABLE);
                }
            }
        }
        return found.size() > DetailRules.MOST_CERTIFICATES
                ? refused(ConnectionError.TOO_MANY_CERTIFICATES)
                : new Result.Ok<>(new ArrayList<>(found.values()));
    }

    private static Result<List<TrustedCertificate>> refused(ConnectionError error) {
        return new Result.Refused<>(List.of(new Problem(error, null)));
    }
}
