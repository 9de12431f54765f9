package dev.latchkey.saml;

import dev.latchkey.saml.signature.Base64Text;
import dev.latchkey.saml.signature.SignatureVerifier;
import dev.latchkey.saml.signature.Verification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signature over a query string (SAML Bindings 3.4.4.1), looked at like one in a document. */
public final class RedirectSignature {
    private RedirectSignature() {}

    /** What is seen; null where the query is not signed, or is not one of SAML. */
    public static @Nullable SignatureSight see(String rawQuery, InspectionKeys lens) {
        RedirectQuery query = RedirectQuery.read(rawQuery);
        String algorithm = query == null ? null : query.algorithm();
        byte[] value = query == null ? null : Base64Text.decode(query.signature());
        if (query == null || algorithm == null || value == null) {
            return null;
        }
        byte[] octets = query.signedOctets().getBytes(StandardCharsets.UTF_8);
        TrustedCertificate verifiedBy = null;
        Verification.Broken broken = null;
        for (TrustedCertificate certificate : lens.certificates()) {
            broken =
                    SignatureVerifier.octetsFault(
                            algorithm,
                            octets,
                            value,
                            List.of(certificate.verificationKey()),
                            SignatureChecks.allowance(lens.concessions()));
            if (broken == null) {
                verifiedBy = certificate;
                break;
            }
        }
        return new SignatureSight(
                "query string",
                "its parameters as they stand",
                true,
                algorithm,
                "",
                "",
                null,
                verifiedBy,
                broken == null ? null : SignatureChecks.reason(broken.fault()),
                broken == null ? null : broken.expected(),
                broken == null ? null : broken.found(),
                false);
    }
}
