package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class InspectCommandTest {
    private static final String RESPONSE =
            "<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol' ID='r1'>"
                    + "<Issuer xmlns='urn:oasis:names:tc:SAML:2.0:assertion'>idp</Issuer>"
                    + "</samlp:Response>";

    @Test
    void findsTheMessageInWhateverItWasCopiedIn() throws Exception {
        String base64 = base64(RESPONSE.getBytes(StandardCharsets.UTF_8));
        String encoded = URLEncoder.encode(base64(deflated()), StandardCharsets.UTF_8);
        String url = "https://sp.example/acs?RelayState=x&SAMLRequest=" + encoded;

        assertThat(xml(RESPONSE)).isEqualTo(RESPONSE);
        assertThat(xml(base64)).isEqualTo(RESPONSE);
        assertThat(xml(URLEncoder.encode(base64, StandardCharsets.UTF_8))).isEqualTo(RESPONSE);
        assertThat(xml(base64(deflated()))).isEqualTo(RESPONSE);
        assertThat(xml(url)).isEqualTo(RESPONSE);
    }

    @Test
    void saysWhatStandsInTheMessageAndWhatIsOdd() throws Exception {
        assertThat(InspectCommand.inWords(unwrapped(RESPONSE)))
                .contains("A Response.", "Response ID: r1", "Issuer: idp")
                .contains("Nothing in it is signed", "no Destination")
                .contains(
                        "\n  <Issuer xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">idp</Issuer>");
        assertThat(Json.MAPPER.readTree(InspectCommand.asJson(unwrapped(RESPONSE))).get("kind"))
                .hasToString("\"Response\"");
    }

    @Test
    void showsADocumentThatTheParserRefuses() throws Exception {
        assertThat(InspectCommand.inWords(unwrapped("<!DOCTYPE a><a/>")))
                .contains("does not read", "<!DOCTYPE a>");
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertThatThrownBy(() -> xml("?!")).isInstanceOf(UnusableInput.class);
        assertThatThrownBy(() -> xml("AAAA")).isInstanceOf(UnusableInput.class);
    }

    @Test
    void whatIsPrintedCanNotSteerTheTerminal() {
        assertThat(Terminal.safe("a\u001b[2Jb\u202Ec\n")).isEqualTo("a\\u{1b}[2Jb\\u{202e}c\n");
    }

    private static String xml(String given) throws UnusableInput {
        return new String(unwrapped(given).xml(), StandardCharsets.UTF_8);
    }

    private static Unwrapped unwrapped(String given) throws UnusableInput {
        return Unwrapped.of(given.getBytes(StandardCharsets.UTF_8), 1 << 20);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] deflated() {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(RESPONSE.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            byte[] buffer = new byte[4096];
            return Arrays.copyOf(buffer, deflater.deflate(buffer));
        }
    }
}
