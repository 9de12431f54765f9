package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.TestIdp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is made of an IdP's metadata, and what is said of it. */
class MetadataReadingTest {
    private static final String CERTIFICATE = base64(TestIdp.rsa(2048));

    private static String base64(TestIdp idp) {
        try {
            return Base64.getEncoder().encodeToString(idp.certificate().getEncoded());
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String metadata(String location, String certificate) {
        return """
        <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://IDP.example:443/é{x}">
        <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
        <KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>
        <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="%s"/>
        </IDPSSODescriptor></EntityDescriptor>
        """
                .formatted(certificate, location);
    }

    private static IdpMetadata.Reading read(String xml) {
        return IdpMetadata.read(xml.getBytes(StandardCharsets.UTF_8), Limits.METADATA);
    }

    private static IdpMetadata only(IdpMetadata.Reading reading) {
        assertThat(reading).isInstanceOf(IdpMetadata.Found.class);
        List<IdpMetadata> providers = ((IdpMetadata.Found) reading).providers();
        assertThat(providers).hasSize(1);
        return providers.getFirst();
    }

    private static IdpMetadata.Unusable unusable(String xml) {
        IdpMetadata.Reading reading = read(xml);
        assertThat(reading).isInstanceOf(IdpMetadata.Unusable.class);
        return (IdpMetadata.Unusable) reading;
    }

    private static String location(IdpMetadata idp) {
        return idp.ssoServices().getFirst().location();
    }

    private static List<String> codes(IdpMetadata idp) {
        return idp.remarks().stream().map(IdpMetadata.Remark::code).toList();
    }

    @Test
    void anAddressThatBrowsersTakeIsTakenAndKeptInAscii() throws IOException {
        assertThat(location(only(IdpMetadata.read(document("bar-in-url"), Limits.METADATA))))
                .isEqualTo("https://idp.example/sso/%7Btenant%7D%7Ca%20b");
        assertThat(
                        location(
                                only(
                                        IdpMetadata.read(
                                                document("underscore-in-host"), Limits.METADATA))))
                .isEqualTo("https://my_idp.corp.example/sso");
        assertThat(location(only(read(metadata("https://přihlášení.example/?a=č", CERTIFICATE)))))
                .isEqualTo("https://xn--pihlen-sta2hu9boc.example/?a=%C4%8D");
    }

    private static byte[] document(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        MetadataReadingTest.class.getResourceAsStream(
                                "/addresses/" + name + ".xml"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void whatTheIdpComparesOctetByOctetIsNotChanged() {
        IdpMetadata idp = only(read(metadata("https://IDP.example:443/sso?x=%7e", CERTIFICATE)));
        assertThat(location(idp)).isEqualTo("https://IDP.example:443/sso?x=%7e");
        assertThat(idp.entityId()).isEqualTo("https://IDP.example:443/é{x}");
    }

    @Test
    void whereBrowsersMayNotBeSentIsLeftOutAndQuoted() {
        for (String location :
                List.of(
                        "javascript:alert(1)",
                        "data:text/html,x",
                        "https://idp.example;x/sso",
                        "https:///sso",
                        "https://idp.example/#a",
                        "/sso")) {
            IdpMetadata idp = only(read(metadata(location, CERTIFICATE)));
            assertThat(idp.ssoServices()).as(location).isEmpty();
            assertThat(idp.remarks())
                    .anySatisfy(remark -> {
                        assertThat(remark.code()).isEqualTo("location");
                        assertThat(remark.text()).contains(location);
                    });
        }
        IdpMetadata secret = only(read(metadata("https://me:hidden@idp.example/", CERTIFICATE)));
        assertThat(secret.ssoServices()).isEmpty();
        assertThat(secret.remarks().toString()).doesNotContain("hidden");
    }

    @Test
    void plainHttpIsRemarkedOnUnlessItIsThisComputer() {
        assertThat(codes(only(read(metadata("http://idp.example/sso", CERTIFICATE)))))
                .containsExactly("location-not-https");
        assertThat(codes(only(read(metadata("http://x.localhost/sso", CERTIFICATE))))).isEmpty();
    }

    @Test
    void aShortKeyIsSaidWithTheExceptionThatItNeeds() {
        IdpMetadata idp =
                only(read(metadata("https://idp.example/sso", base64(TestIdp.rsa(1024)))));
        assertThat(idp.certificates()).hasSize(1);
        assertThat(idp.remarks())
                .anySatisfy(remark -> {
                    assertThat(remark.code()).isEqualTo("weak-key");
                    assertThat(remark.text()).contains("1024 bits").contains("rsa1024");
                });
    }

    @Test
    void aSignatureOfTheWholeGroupIsSaidToBeUnchecked() {
        String group =
                "<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"><ds:Signature"
                        + " xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>"
                        + metadata("https://idp.example/sso", CERTIFICATE)
                        + "</EntitiesDescriptor>";
        assertThat(codes(only(read(group)))).containsExactly("signature");
    }

    @Test
    void anIdpThatIsNotOfSaml2IsToldWhatToTurnOn() {
        String xml = metadata("https://idp.example/sso", CERTIFICATE);
        assertThat(
                        unusable(
                                        xml.replace(
                                                "\"urn:oasis:names:tc:SAML:2.0:protocol\"",
                                                "\"urn:oasis:names:tc:SAML:1.1:protocol\""))
                                .found())
                .contains("SAML 1 only");
        assertThat(
                        unusable(
                                        xml.replace(
                                                " protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"",
                                                ""))
                                .found())
                .contains("without protocolSupportEnumeration");
    }

    @Test
    void blankLinesBeforeTheDocumentArePassedOver() {
        String xml = metadata("https://idp.example/sso", CERTIFICATE);
        assertThat(only(read("\n \r\n<?xml version=\"1.0\"?>" + xml)).entityId()).isNotEmpty();
    }

    @Test
    void metadataPastedAsACertificateGivesItsSigningCertificate() {
        assertThat(TrustedCertificate.read(metadata("https://idp.example/sso", CERTIFICATE)))
                .isInstanceOf(CertificateReading.Read.class);
    }
}
