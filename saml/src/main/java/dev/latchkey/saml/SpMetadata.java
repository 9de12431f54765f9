package dev.latchkey.saml;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an IdP must know of us (SAML Metadata 2.4.4).
 *
 * @param sloUrl our single logout service, null where the connection has none
 * @param nameIdFormat the format that we want, null where any will do
 * @param signingCertificates of the keys that sign our requests; several during a change of keys
 * @param encryptionCertificates of the keys that may be encrypted for
 */
public record SpMetadata(
        String entityId,
        String acsUrl,
        @Nullable String sloUrl,
        @Nullable String nameIdFormat,
        boolean authnRequestsSigned,
        boolean wantAssertionsSigned,
        List<X509Certificate> signingCertificates,
        List<X509Certificate> encryptionCertificates) {

    /** The EntityDescriptor as an XML document. */
    public String xml() {
        throw new UnsupportedOperationException();
    }
}
