package dev.latchkey.connections;

import dev.latchkey.saml.Binding;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is made from (requirements A3, A7 to A9, D9, D13).
 *
 * @param certificates the IdP's pinned certificates, each once; a private key can't be among them by its type
 * @param sloBinding of the single logout URL; null where there is none
 * @param logoutRedirectUrl where the person is sent after a logout, by HTTP POST
 */
public record ConnectionDetails(
        String name,
        String idpEntityId,
        String ssoUrl,
        Binding ssoBinding,
        @Nullable String sloUrl,
        @Nullable String sloResponseUrl,
        @Nullable Binding sloBinding,
        @Nullable String logoutRedirectUrl,
        EmailSource email,
        SignaturePolicy signature,
        EncryptionPolicy encryption,
        boolean signAuthnRequests,
        boolean acceptUnsolicited,
        boolean refuseExpiredCertificates,
        int clockSkewSeconds,
        List<TrustedCertificate> certificates) {
    /** How far a connection may let the clocks differ. */
    public static final int MOST_CLOCK_SKEW_SECONDS = 300;

    public ConnectionDetails {
        Set<String> seen = new HashSet<>();
        certificates = certificates.stream().filter(each -> seen.add(each.sha256())).toList();
    }

    /**
     * Whether what a test showed of the other details holds of these, too. A new name, a certificate beside the others and
     * where a logout goes change nothing of how somebody gets in. A certificate that goes may be the one that the identity
     * provider signs with, so that nothing is known of what comes after it.
     */
    boolean areVouchedForBy(ConnectionDetails tested) {
        return signIn().equals(tested.signIn()) && hashes().containsAll(tested.hashes());
    }

    /** What a sign-in depends on, but for the certificates. */
    private List<Object> signIn() {
        return List.of(
                idpEntityId,
                ssoUrl,
                ssoBinding,
                email,
                signature,
                encryption,
                signAuthnRequests,
                acceptUnsolicited,
                refuseExpiredCertificates,
                clockSkewSeconds);
    }

    private Set<String> hashes() {
        return certificates.stream().map(TrustedCertificate::sha256).collect(Collectors.toSet());
    }

    /** The same details with these certificates. */
    ConnectionDetails with(List<TrustedCertificate> others) {
        return new ConnectionDetails(
                name,
                idpEntityId,
                ssoUrl,
                ssoBinding,
                sloUrl,
                sloResponseUrl,
                sloBinding,
                logoutRedirectUrl,
                email,
                signature,
                encryption,
                signAuthnRequests,
                acceptUnsolicited,
                refuseExpiredCertificates,
                clockSkewSeconds,
                others);
    }

    /** The usual settings: email in the NameID, the Response signed, nothing more asked for. */
    public static ConnectionDetails usual(
            String name,
            String idpEntityId,
            String ssoUrl,
            Binding ssoBinding,
            List<TrustedCertificate> certificates) {
        return new ConnectionDetails(
                name,
                idpEntityId,
                ssoUrl,
                ssoBinding,
                null,
                null,
                null,
                null,
                new EmailSource.NameId(),
                SignaturePolicy.RESPONSE,
                EncryptionPolicy.ALLOWED,
                false,
                false,
                false,
                60,
                certificates);
    }
}
