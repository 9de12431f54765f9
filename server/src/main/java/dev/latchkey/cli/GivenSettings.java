package dev.latchkey.cli;

import dev.latchkey.saml.Concession;
import dev.latchkey.saml.DecryptionKey;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.InspectionKeys;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection's settings as far as they were given, read and sound.
 *
 * @param atGiven whether somebody said at which instant to judge
 */
record GivenSettings(
        @Nullable String idpEntityId,
        @Nullable String spEntityId,
        @Nullable String acsUrl,
        @Nullable String sloUrl,
        @Nullable String requestId,
        EmailSource email,
        SignaturePolicy signature,
        List<TrustedCertificate> certificates,
        List<DecryptionKey> decryptionKeys,
        Set<Concession> concessions,
        Duration clockSkew,
        Instant now,
        boolean atGiven) {

    static GivenSettings read(ConnectionFlags flags, Clock clock) throws UnusableInput {
        KeyFiles files = new KeyFiles();
        IdpMetadata idp =
                flags.metadata == null ? null : provider(flags.metadata, flags.idpEntityId);
        List<TrustedCertificate> certificates =
                new ArrayList<>(files.certificates(flags.certificates));
        if (idp != null) {
            certificates.addAll(idp.certificates());
        }
        return new GivenSettings(
                idp == null ? flags.idpEntityId : idp.entityId(),
                flags.spEntityId,
                flags.acsUrl,
                flags.sloUrl,
                flags.requestId,
                flags.emailSource(),
                QuestionReader.signature(flags.signature),
                List.copyOf(certificates),
                files.decryptionKeys(flags.decryptionKeys),
                QuestionReader.concessions(flags.allow),
                Duration.ofSeconds(QuestionReader.checkedSkew(flags.clockSkewSeconds)),
                new QuestionReader(new KeyRing(), clock).now(flags.now),
                flags.now != null);
    }

    private static IdpMetadata provider(String file, @Nullable String entityId)
            throws UnusableInput {
        byte[] document = Input.read(file, Limits.METADATA.messageBytes());
        return switch (IdpMetadata.read(document, Limits.METADATA)) {
            case IdpMetadata.Unusable unusable ->
                    throw new UnusableInput(
                            file + " can't be used as metadata: " + unusable.reason().meaning());
            case IdpMetadata.Found found -> chosen(found.providers(), file, entityId);
        };
    }

    private static IdpMetadata chosen(
            List<IdpMetadata> providers, String file, @Nullable String entityId)
            throws UnusableInput {
        List<IdpMetadata> fitting =
                providers.stream()
                        .filter(idp -> entityId == null || entityId.equals(idp.entityId()))
                        .toList();
        if (fitting.size() != 1) {
            throw new UnusableInput(
                    file
                            + " describes "
                            + fitting.size()
                            + " identity providers that fit; name one with --idp-entity-id.");
        }
        return fitting.getFirst();
    }

    /** A message is judged as of when it was made, where nobody said another time: it may have been kept for long. */
    GivenSettings asOf(@Nullable Instant issued) {
        return atGiven || issued == null
                ? this
                : new GivenSettings(
                        idpEntityId,
                        spEntityId,
                        acsUrl,
                        sloUrl,
                        requestId,
                        email,
                        signature,
                        certificates,
                        decryptionKeys,
                        concessions,
                        clockSkew,
                        issued,
                        false);
    }

    InspectionKeys lens() {
        return new InspectionKeys(certificates, decryptionKeys, concessions);
    }

    /** What a Response is checked against; null if too little was given. */
    @Nullable Expectations expectations(@Nullable String claimedRequest) {
        if (certificates.isEmpty() || spEntityId == null || acsUrl == null) {
            return null;
        }
        return new Expectations(
                idpEntityId,
                spEntityId,
                acsUrl,
                requestId == null ? claimedRequest : requestId,
                email,
                signature,
                EncryptionPolicy.ALLOWED,
                certificates,
                decryptionKeys,
                concessions,
                clockSkew,
                false,
                Limits.MESSAGE);
    }

    /** What a logout message is checked against; null if too little was given. */
    Logout.@Nullable Expectations logoutExpectations() {
        if (certificates.isEmpty() || idpEntityId == null || sloUrl == null) {
            return null;
        }
        return new Logout.Expectations(
                idpEntityId,
                spEntityId == null ? "" : spEntityId,
                sloUrl,
                certificates,
                decryptionKeys,
                concessions,
                clockSkew,
                false,
                Limits.MESSAGE);
    }

    /** The flags that are missing before everything can be checked; none where nothing was given at all. */
    List<String> missing(boolean logout) {
        boolean nothing =
                certificates.isEmpty() && spEntityId == null && acsUrl == null && sloUrl == null;
        if (nothing) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        if (certificates.isEmpty()) {
            missing.add("--metadata or --certificate");
        }
        if (logout) {
            addIfNull(missing, idpEntityId, "--idp-entity-id");
            addIfNull(missing, sloUrl, "--slo-url");
        } else {
            addIfNull(missing, spEntityId, "--sp-entity-id");
            addIfNull(missing, acsUrl, "--acs-url");
        }
        return missing;
    }

    private static void addIfNull(List<String> missing, @Nullable String value, String flag) {
        if (value == null) {
            missing.add(flag);
        }
    }
}
