package dev.latchkey.saml;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who the IdP says signed in. Read from the verified assertion and from nothing else.
 *
 * @param email the address exactly as it arrived
 * @param nameId the Subject's NameID, null where it has none
 * @param sessionIndex of the first AuthnStatement, for logout (SAML Core 2.7.2)
 * @param sessionNotOnOrAfter when the IdP wants the session to end, the earliest where it says several times, null where it does not say
 * @param attributes the values of each attribute by its {@code Name}, in document order
 * @param issuer the IdP's entity ID
 * @param responseId the Response's ID, which nothing but a signature of the Response vouches for
 * @param assertionId the Assertion's ID: remember it until {@code spendUntil} and refuse it when it comes again
 * @param spendUntil when the assertion is no longer valid, the clock skew included
 * @param inResponseTo the request that this answers, null for an unsolicited Response
 * @param signedBy the SHA-256 fingerprint of the certificate that verified the signature, in lower-case hex
 */
public record Identity(
        String email,
        @Nullable NameId nameId,
        @Nullable String sessionIndex,
        @Nullable Instant sessionNotOnOrAfter,
        Map<String, List<String>> attributes,
        String issuer,
        String responseId,
        String assertionId,
        Instant spendUntil,
        @Nullable String inResponseTo,
        String signedBy) {}
