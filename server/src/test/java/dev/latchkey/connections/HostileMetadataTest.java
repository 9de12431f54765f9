package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a metadata document can't make of a connection. */
class HostileMetadataTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final DetailsReader READER = new DetailsReader(JsonMapper.shared());

    private static Result<ConnectionDetails> read(String key, String location) throws Exception {
        String certificate = Base64.getEncoder().encodeToString(IDP.certificate().getEncoded());
        String xml =
                """
                <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://idp.example.com/metadata">
                  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                    %s
                    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="%s"/>
                  </md:IDPSSODescriptor>
                </md:EntityDescriptor>
                """
                        .formatted(
                                key.replace(
                                        "CERTIFICATE",
                                        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>"
                                                + certificate
                                                + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"),
                                location);
        return READER.ofMetadata(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Problem> problems(Result<ConnectionDetails> result) {
        assertThat(result).isInstanceOf(Result.Refused.class);
        return ((Result.Refused<ConnectionDetails>) result).problems();
    }

    /** CVE-2026-16443: a missing 'use' turns nothing off. */
    @Test
    void aKeyWithoutUseIsPinnedAndSignaturesAreAskedFor() throws Exception {
        Result<ConnectionDetails> result =
                read(
                        "<md:KeyDescriptor>CERTIFICATE</md:KeyDescriptor>",
                        "https://idp.example.com/sso");
        assertThat(result).isInstanceOf(Result.Ok.class);
        ConnectionDetails details = ((Result.Ok<ConnectionDetails>) result).value();
        assertThat(details.signature()).isEqualTo(SignaturePolicy.RESPONSE);
        assertThat(details.certificates())
                .extracting(TrustedCertificate::sha256)
                .containsExactly(IDP.pinned().sha256());
    }

    @Test
    void withoutAKeyThatVerifiesThereIsNoConnection() throws Exception {
        assertThat(
                        problems(
                                read(
                                        "<md:KeyDescriptor use=\"encryption\">CERTIFICATE</md:KeyDescriptor>",
                                        "https://idp.example.com/sso")))
                .isNotEmpty();
    }

    /** GHSA-267v-3v32-g6q5. */
    @Test
    void aScriptIsNoAddress() throws Exception {
        for (String location :
                List.of(
                        "javascript:alert(1)",
                        "JavaScript://idp.example.com/%0aalert(1)",
                        "data:text/html,x",
                        " javascript:alert(1)",
                        "https://idp.example.com/&quot;>&lt;script>")) {
            assertThat(problems(read("<md:KeyDescriptor>CERTIFICATE</md:KeyDescriptor>", location)))
                    .as(location)
                    .isNotEmpty();
        }
    }
}
