package dev.latchkey.saml;

import static dev.latchkey.saml.Names.DS;
import static java.util.Comparator.comparing;

import dev.latchkey.saml.signature.Allowance;
import dev.latchkey.saml.signature.Fault;
import dev.latchkey.saml.signature.SignatureVerifier;
import dev.latchkey.saml.signature.Verification;
import dev.latchkey.saml.signature.Verification.Broken;
import dev.latchkey.saml.signature.Verification.Verified;
import dev.latchkey.saml.signature.VerificationKey;
import dev.latchkey.saml.signature.VerifiedElement;
import dev.latchkey.saml.xml.XmlElement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies every signature that is there, once, and holds what was found against the policy. */
final class SignatureChecks {
    private final Expectations expectations;
    private final Ledger ledger;
    private final Instant now;
    private final List<VerificationKey> keys;

    SignatureChecks(Expectations expectations, Ledger ledger, Instant now) {
        this.expectations = expectations;
        this.ledger = ledger;
        this.now = now;
        this.keys = keys(expectations, now);
    }

    /** A renewed certificate may have the key of the old one: where expired ones are refused, they come last. */
    private static List<VerificationKey> keys(Expectations expectations, Instant now) {
        List<TrustedCertificate> certificates = expectations.certificates();
        if (expectations.refuseExpiredCertificates()) {
            certificates = new ArrayList<>(certificates);
            certificates.sort(comparing(certificate -> now.isAfter(certificate.notAfter())));
        }
        List<VerificationKey> keys = new ArrayList<>(certificates.size());
        for (TrustedCertificate certificate : certificates) {
            keys.add(certificate.verificationKey());
        }
        return keys;
    }

    static Allowance allowance(Set<Concession> concessions) {
        if (concessions.isEmpty()) {
            return Allowance.NONE;
        }
        return new Allowance(
                concessions.contains(Concession.SHA1),
                concessions.contains(Concession.RSA1024),
                concessions.contains(Concession.EMPTY_REFERENCE_URI),
                concessions.contains(Concession.AES_CBC),
                concessions.contains(Concession.RSA_1_5));
    }

    /** The element as its own signature covers it; null where it has none, or one that does not hold. */
    @Nullable VerifiedElement verify(XmlElement element, String check) {
        XmlElement signature = element.only(DS, "Signature");
        if (signature == null) {
            return null;
        }
        Verification verification =
                SignatureVerifier.verify(
                        element,
                        signature,
                        ResponseJudge.required(element, "ID"),
                        keys,
                        allowance(expectations.concessions()));
        return switch (verification) {
            case Broken broken -> {
                ledger.fail(
                        reason(broken.fault()),
                        check,
                        orNothing(broken.expected()),
                        broken.found());
                yield null;
            }
            case Verified verified -> unlessExpired(verified.element(), check);
        };
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    private @Nullable VerifiedElement unlessExpired(VerifiedElement verified, String check) {
        if (expectations.refuseExpiredCertificates()) {
            for (TrustedCertificate certificate : expectations.certificates()) {
                if (certificate.sha256().equals(verified.signedBy())
                        && now.isAfter(certificate.notAfter())) {
                    ledger.fail(
                            Reason.CERTIFICATE_EXPIRED,
                            check,
                            "a certificate that has not expired",
                            "expired at " + certificate.notAfter());
                    return null;
                }
            }
        }
        ledger.pass(check, "a signature by a pinned certificate", verified.signedBy());
        return verified;
    }

    /**
     * Whether an encrypted assertion is opened: our key is used on nothing that a signature of the Response should have
     * covered and does not, so that nobody can probe it with ciphertexts of their own.
     */
    boolean opens(XmlElement response, @Nullable VerifiedElement verified) {
        if (verified != null || expectations.decryptionKeys().isEmpty()) {
            return true;
        }
        boolean wanted =
                expectations.signature() == SignaturePolicy.RESPONSE
                        || expectations.signature() == SignaturePolicy.BOTH;
        if (wanted) {
            require(false, Reason.RESPONSE_NOT_SIGNED, "a signed Response");
        }
        return !wanted && response.elements(DS, "Signature").isEmpty();
    }

    void requirePolicy(boolean response, boolean assertion) {
        switch (expectations.signature()) {
            case RESPONSE -> require(response, Reason.RESPONSE_NOT_SIGNED, "a signed Response");
            case ASSERTION -> require(assertion, Reason.ASSERTION_NOT_SIGNED, "a signed assertion");
            case EITHER ->
                    require(
                            response || assertion,
                            Reason.NOT_SIGNED,
                            "a signed Response or assertion");
            case BOTH -> {
                require(response, Reason.RESPONSE_NOT_SIGNED, "a signed Response");
                require(assertion, Reason.ASSERTION_NOT_SIGNED, "a signed assertion");
            }
        }
    }

    private void require(boolean holds, Reason reason, String expected) {
        if (holds) {
            ledger.pass("signature policy", expected, expected);
        } else {
            ledger.fail(reason, "signature policy", expected, "none that holds");
        }
    }

    static Reason reason(Fault fault) {
        return switch (fault) {
            case MALFORMED -> Reason.SIGNATURE_MALFORMED;
            case REFERENCES -> Reason.SIGNATURE_REFERENCES;
            case REFERENCE_URI -> Reason.SIGNATURE_REFERENCE_URI;
            case TRANSFORM -> Reason.SIGNATURE_TRANSFORM;
            case CANONICALIZATION -> Reason.SIGNATURE_CANONICALIZATION;
            case SIGNATURE_ALGORITHM -> Reason.SIGNATURE_ALGORITHM;
            case DIGEST_ALGORITHM -> Reason.SIGNATURE_DIGEST_ALGORITHM;
            case HMAC -> Reason.SIGNATURE_HMAC;
            case SHA1 -> Reason.SIGNATURE_SHA1;
            case NO_KEY -> Reason.SIGNATURE_NO_KEY;
            case WEAK_KEY -> Reason.SIGNATURE_WEAK_KEY;
            case SIGNATURE -> Reason.SIGNATURE_INVALID;
            case DIGEST -> Reason.SIGNATURE_DIGEST_MISMATCH;
        };
    }
}
