package dev.latchkey.connections;

import dev.latchkey.saml.CertificatesReading;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates as a person pastes them, one or several. Nothing of the text goes into a problem, as it may be a private
 * key (requirement D17): only what it was recognized as.
 */
final class CertificateText {
    private CertificateText() {}

    /** The certificates in document order, each once; empty for blank text. */
    static Result<List<TrustedCertificate>> read(String text) {
        if (text.isBlank()) {
            return new Result.Ok<>(List.of());
        }
        return switch (TrustedCertificate.readAll(text)) {
            case CertificatesReading.Read(List<TrustedCertificate> found) ->
                    found.size() > DetailRules.MOST_CERTIFICATES
                            ? refused(ConnectionError.TOO_MANY_CERTIFICATES, null)
                            : new Result.Ok<>(found);
            case CertificatesReading.PrivateKeyGiven() ->
                    refused(ConnectionError.PRIVATE_KEY_GIVEN, null);
            case CertificatesReading.Unusable(var why) ->
                    refused(ConnectionError.CERTIFICATE_UNUSABLE, "This is " + why.found() + ".");
        };
    }

    private static Result<List<TrustedCertificate>> refused(
            ConnectionError error, @Nullable String detail) {
        return new Result.Refused<>(List.of(new Problem(error, detail)));
    }
}
