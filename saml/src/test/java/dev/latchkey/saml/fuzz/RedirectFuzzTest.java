package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.saml.Inspection;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.testing.ResponseBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever query string arrives, and whatever is deflated in an honest-looking one: it is refused or is the request
 * that was signed, in bounded time and memory.
 */
class RedirectFuzzTest {
    static Stream<byte[]> seeds() {
        return Seeds.of("logout");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void endsNobodysSessionUnasked(byte[] octets) {
        String query = new String(octets, StandardCharsets.ISO_8859_1);
        Stopwatch watch = new Stopwatch();
        List<Logout.Judgement> judged =
                List.of(
                        Logout.judgeRedirect(query, LogoutTarget.EXPECTATIONS, ResponseBuilder.NOW),
                        Logout.judgeRedirect(
                                carrying(octets), LogoutTarget.EXPECTATIONS, ResponseBuilder.NOW));
        Inspection.Result seen = Inspection.of(octets, Limits.MESSAGE);
        watch.requireShort();
        assertThat(seen).isNotNull();
        judged.forEach(LogoutTarget::requireHonest);
        assertThat(judged.get(1)).as("unsigned").isNotInstanceOf(Logout.RequestAccepted.class);
    }

    private static String carrying(byte[] octets) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(octets);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        String base64 = Base64.getEncoder().encodeToString(out.toByteArray());
        return "SAMLRequest="
                + base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
                + "&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256&Signature=AA%3D%3D";
    }
}
