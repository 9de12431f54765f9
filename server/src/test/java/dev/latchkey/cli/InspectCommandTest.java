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
    void findsTheMessageInAFormOfHtml() throws Exception {
        String base64 = base64(RESPONSE.getBytes(StandardCharsets.UTF_8));
        String page =
                "<!DOCTYPE html><html><form method='post'><input type='hidden' name='SAMLResponse' value='"
                        + base64.replace("+", "&#x2B;").replace("=", "&#61;")
                        + "'/><input name='RelayState' value=''/></form></html>";
        assertThat(xml(page)).isEqualTo(RESPONSE);
        assertThat(unwrapped(page).steps()).containsExactly("HTML form", "base64");
    }

    @Test
    void keepsTheQueryStringAsItStands() throws Exception {
        String encoded = URLEncoder.encode(base64(deflated()), StandardCharsets.UTF_8);
        String query = "SAMLRequest=" + encoded + "&RelayState=%2f&SigAlg=a&Signature=b";
        assertThat(unwrapped("https://idp.example/slo?" + query + "#top").query()).isEqualTo(query);
        assertThat(unwrapped(base64(deflated())).query()).isNull();
        assertThat(unwrapped(RESPONSE).query()).isNull();
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
