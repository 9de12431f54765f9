package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Whatever is put into a message of ours stays a text in it: it never becomes markup (GHSA-34r5-q4jw-r36m). */
class WrittenMessagesTest {
    private static final TestIdp OURS = TestIdp.rsa(2048);
    private static final SigningKey KEY = new SigningKey(OURS.privateKey(), OURS.certificate());
    private static final String DESTINATION = "https://idp.example.com/sso?a=1&b='2'";
    private static final String HOSTILE =
            "\"'></saml:NameID><saml:Issuer>&amp;&#60;<![CDATA[x]]><!-- -- ]]> \t\r\n<?a b?>\u2028\ud83d\ude00";

    private static Document parsed(String message) throws Exception {
        return ResponseBuilder.parse(
                new String(Base64.getDecoder().decode(message), StandardCharsets.UTF_8));
    }

    private static List<String> children(Element parent) {
        List<String> names = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            names.add(node.getNodeName());
        }
        return names;
    }

    private static String text(Document document, String name) {
        return ResponseBuilder.child(document.getDocumentElement(), name).getTextContent();
    }

    @Test
    void aLogoutRequestNamesThePersonAsTheyWereNamed() throws Exception {
        NameId person = new NameId(HOSTILE, HOSTILE, HOSTILE, HOSTILE);
        Logout.Request request =
                new Logout.Request(
                        "_1", ResponseBuilder.NOW, DESTINATION, HOSTILE, person, HOSTILE);

        Document document = parsed(request.postForm(HOSTILE, KEY).message());

        Element root = document.getDocumentElement();
        assertThat(children(root))
                .containsExactly(
                        "saml:Issuer", "ds:Signature", "saml:NameID", "samlp:SessionIndex");
        assertThat(text(document, "Issuer")).isEqualTo(HOSTILE);
        assertThat(text(document, "NameID")).isEqualTo(HOSTILE);
        assertThat(text(document, "SessionIndex")).isEqualTo(HOSTILE);
        Element name = ResponseBuilder.child(root, "NameID");
        for (String attribute : List.of("Format", "NameQualifier", "SPNameQualifier")) {
            assertThat(name.getAttribute(attribute)).isEqualTo(HOSTILE);
        }
        assertThat(root.getAttribute("Destination")).isEqualTo(DESTINATION);
    }

    @Test
    void anAnswerRepeatsTheIdOfTheRequestAsAText() throws Exception {
        Logout.Response response =
                new Logout.Response(
                        "_1",
                        ResponseBuilder.NOW,
                        DESTINATION,
                        HOSTILE,
                        HOSTILE,
                        Logout.Status.SUCCESS);

        Element root = parsed(response.postForm(null, KEY).message()).getDocumentElement();

        assertThat(root.getAttribute("InResponseTo")).isEqualTo(HOSTILE);
        assertThat(children(root)).containsExactly("saml:Issuer", "ds:Signature", "samlp:Status");
    }

    @Test
    void aRequestByRedirectCarriesNoParameterThatIsNotOurs() throws Exception {
        AuthnRequest request =
                new AuthnRequest(
                        "_1", ResponseBuilder.NOW, DESTINATION, HOSTILE, HOSTILE, HOSTILE, false);

        String url = request.redirectUrl("x&SAMLRequest=y#z\r\nSet-Cookie: a=b", KEY);

        String query = URI.create(url).getRawQuery();
        assertThat(url).startsWith(DESTINATION + "&").doesNotContain("\r", "\n", "#");
        assertThat(query.split("&"))
                .extracting(pair -> pair.substring(0, pair.indexOf('=')))
                .containsExactly("a", "b", "SAMLRequest", "RelayState", "SigAlg", "Signature");
        Element root = inflated(query).getDocumentElement();
        assertThat(root.getAttribute("AssertionConsumerServiceURL")).isEqualTo(HOSTILE);
        assertThat(children(root)).containsExactly("saml:Issuer", "samlp:NameIDPolicy");
    }

    private static Document inflated(String query) throws Exception {
        String start = query.substring(query.indexOf("SAMLRequest=") + "SAMLRequest=".length());
        String message =
                URLDecoder.decode(start.substring(0, start.indexOf('&')), StandardCharsets.UTF_8);
        Inflater inflater = new Inflater(true);
        inflater.setInput(Base64.getDecoder().decode(message));
        byte[] out = new byte[16_384];
        int length = inflater.inflate(out);
        inflater.end();
        return ResponseBuilder.parse(new String(out, 0, length, StandardCharsets.UTF_8));
    }

    @Test
    void ourMetadataHoldsWhatIsGivenAsTexts() throws Exception {
        SpMetadata metadata =
                new SpMetadata(
                        HOSTILE,
                        HOSTILE,
                        HOSTILE,
                        HOSTILE,
                        true,
                        true,
                        List.of(OURS.certificate()),
                        List.of());

        Element root = ResponseBuilder.parse(metadata.xml()).getDocumentElement();

        assertThat(root.getAttribute("entityID")).isEqualTo(HOSTILE);
        assertThat(root.getAttribute("cacheDuration")).isEqualTo("P1D");
        Element role = ResponseBuilder.child(root, "SPSSODescriptor");
        assertThat(ResponseBuilder.child(role, "NameIDFormat").getTextContent()).isEqualTo(HOSTILE);
        assertThat(ResponseBuilder.child(role, "AssertionConsumerService").getAttribute("Location"))
                .isEqualTo(HOSTILE);
    }

    /** An IdP that is told nothing may encrypt with CBC, which we refuse. */
    @Test
    void ourMetadataNamesTheEncryptionThatWeTake() {
        String usual = encrypting(java.util.Set.of());
        assertThat(usual).contains("aes256-gcm\"/>").contains("rsa-oaep-mgf1p\"/>");
        assertThat(usual).doesNotContain("cbc").doesNotContain("rsa-1_5");
        assertThat(usual.indexOf("</ds:KeyInfo>"))
                .isLessThan(usual.indexOf("<md:EncryptionMethod"));
        assertThat(encrypting(java.util.Set.of(Concession.AES_CBC, Concession.RSA_1_5)))
                .contains("aes128-cbc\"/>")
                .contains("rsa-1_5\"/>");
    }

    private static String encrypting(java.util.Set<Concession> concessions) {
        return new SpMetadata(
                        "sp",
                        "acs",
                        null,
                        null,
                        true,
                        true,
                        List.of(),
                        List.of(OURS.certificate()),
                        concessions)
                .xml();
    }
}
