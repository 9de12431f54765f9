package dev.latchkey.saml;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Response is checked against: a connection's settings and the request that was made.
 *
 * @param idpEntityId the Issuer that must stand there; null when it is not checked
 * @param spEntityId our entity ID, which must be among the audiences
 * @param acsUrl our assertion consumer service, for Destination and Recipient
 * @param requestId the ID of the AuthnRequest that must be answered; null when the Response must be unsolicited
 * @param certificates the IdP's pinned certificates: the only keys that are trusted
 * @param decryptionKeys our private keys; without any, an encrypted assertion is refused
 * @param clockSkew how far the clocks may differ, in both directions
 * @param refuseExpiredCertificates whether an expired certificate no longer verifies (requirement D9)
 */
public record Expectations(
        @Nullable String idpEntityId,
        String spEntityId,
        String acsUrl,
        @Nullable String requestId,
        EmailSource email,
        SignaturePolicy signature,
        EncryptionPolicy encryption,
        List<TrustedCertificate> certificates,
        List<DecryptionKey> decryptionKeys,
        Set<Concession> concessions,
        Duration clockSkew,
        boolean refuseExpiredCertificates,
        Limits limits) {

    public Expectations {
        certificates = List.copyOf(certificates);
        decryptionKeys = List.copyOf(decryptionKeys);
        concessions = Set.copyOf(concessions);
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("clock skew must not be negative");
        }
    }

    /** The usual policy: the Response signed, the email in the NameID, 60 seconds of skew, no concessions. */
    public static Expectations of(
            @Nullable String idpEntityId,
            String spEntityId,
            String acsUrl,
            List<TrustedCertificate> certificates) {
        return new Expectations(
                idpEntityId,
                spEntityId,
                acsUrl,
                null,
                new EmailSource.NameId(),
                SignaturePolicy.RESPONSE,
                EncryptionPolicy.ALLOWED,
                certificates,
                List.of(),
                Set.of(),
                Duration.ofSeconds(60),
                false,
                Limits.MESSAGE);
    }
}
