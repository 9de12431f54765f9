package dev.latchkey.saml;

import static dev.latchkey.saml.OutgoingMessage.attribute;
import static dev.latchkey.saml.OutgoingMessage.escaped;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an IdP must know of us (SAML Metadata 2.4.4).
 *
 * @param sloUrl our single logout service, null where the connection has none
 * @param nameIdFormat the format that we want, null where any will do
 * @param signingCertificates of the keys that sign our requests; several during a change of keys
 * @param encryptionCertificates of the keys that may be encrypted for
 * @param concessions what the connection puts up with; of these, what is about encryption is named to the IdP
 */
public record SpMetadata(
        String entityId,
        String acsUrl,
        @Nullable String sloUrl,
        @Nullable String nameIdFormat,
        boolean authnRequestsSigned,
        boolean wantAssertionsSigned,
        List<X509Certificate> signingCertificates,
        List<X509Certificate> encryptionCertificates,
        Set<Concession> concessions) {

    private static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
    private static final String XENC11 = "http://www.w3.org/2009/xmlenc11#";

    /** A root says one or the other (SAML Metadata 2.3.2); there is no moment at which ours becomes wrong. */
    private static final String CACHED = "P1D";

    /** Of a connection without exceptions. */
    public SpMetadata(
            String entityId,
            String acsUrl,
            @Nullable String sloUrl,
            @Nullable String nameIdFormat,
            boolean authnRequestsSigned,
            boolean wantAssertionsSigned,
            List<X509Certificate> signingCertificates,
            List<X509Certificate> encryptionCertificates) {
        this(
                entityId,
                acsUrl,
                sloUrl,
                nameIdFormat,
                authnRequestsSigned,
                wantAssertionsSigned,
                signingCertificates,
                encryptionCertificates,
                Set.of());
    }

    /** What we decrypt, what we like best first. An IdP that is told nothing may take CBC, which is refused. */
    private List<String> encryptionMethods() {
        List<String> methods =
                new ArrayList<>(List.of(XENC11 + "aes256-gcm", XENC11 + "aes128-gcm"));
        if (concessions.contains(Concession.AES_CBC)) {
            methods.addAll(List.of(XENC + "aes256-cbc", XENC + "aes128-cbc"));
        }
        methods.addAll(List.of(XENC11 + "rsa-oaep", XENC + "rsa-oaep-mgf1p"));
        if (concessions.contains(Concession.RSA_1_5)) {
            methods.add(XENC + "rsa-1_5");
        }
        return methods;
    }

    /** The EntityDescriptor as an XML document. */
    public String xml() {
        StringBuilder xml = new StringBuilder(4096);
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<md:EntityDescriptor xmlns:md=\"")
                .append(Names.MD);
        xml.append("\" xmlns:ds=\"")
                .append(Names.DS)
                .append('"')
                .append(attribute("entityID", entityId))
                .append(attribute("cacheDuration", CACHED));
        xml.append(">\n  <md:SPSSODescriptor AuthnRequestsSigned=\"").append(authnRequestsSigned);
        xml.append("\" WantAssertionsSigned=\"").append(wantAssertionsSigned);
        xml.append("\" protocolSupportEnumeration=\"").append(Names.SAMLP).append("\">\n");
        signingCertificates.forEach(certificate -> key(xml, "signing", certificate, List.of()));
        encryptionCertificates.forEach(
                certificate -> key(xml, "encryption", certificate, encryptionMethods()));
        if (sloUrl != null) {
            service(xml, "SingleLogoutService", Binding.HTTP_REDIRECT, sloUrl, "");
            service(xml, "SingleLogoutService", Binding.HTTP_POST, sloUrl, "");
        }
        if (nameIdFormat != null) {
            xml.append("    <md:NameIDFormat>")
                    .append(escaped(nameIdFormat))
                    .append("</md:NameIDFormat>\n");
        }
        service(
                xml,
                "AssertionConsumerService",
                Binding.HTTP_POST,
                acsUrl,
                " index=\"0\" isDefault=\"true\"");
        return xml.append("  </md:SPSSODescriptor>\n</md:EntityDescriptor>\n").toString();
    }

    private static void service(
            StringBuilder xml, String name, Binding binding, String location, String more) {
        xml.append("    <md:").append(name).append(attribute("Binding", binding.uri()));
        xml.append(attribute("Location", location)).append(more).append("/>\n");
    }

    private static void key(
            StringBuilder xml, String use, X509Certificate certificate, List<String> methods) {
        try {
            String der =
                    Base64.getMimeEncoder(76, new byte[] {'\n'})
                            .encodeToString(certificate.getEncoded());
            xml.append("    <md:KeyDescriptor use=\"")
                    .append(use)
                    .append("\"><ds:KeyInfo><ds:X509Data>");
            xml.append("<ds:X509Certificate>\n").append(der).append("\n</ds:X509Certificate>");
            xml.append("</ds:X509Data></ds:KeyInfo>");
            for (String method : methods) {
                xml.append("\n      <md:EncryptionMethod")
                        .append(attribute("Algorithm", method))
                        .append("/>");
            }
            xml.append("</md:KeyDescriptor>\n");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("our own certificate", e);
        }
    }
}
