package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.saml.Inspection;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.fixtures.Fixture;
import dev.latchkey.saml.testing.ResponseBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever query string arrives, and whatever is deflated in an honest-looking one: it is refused or is the request
 * that was signed, in bounded time and memory.
 */
class RedirectFuzzTest {
    private static final Logout.Expectations LOGOUT = expectations();

    static Stream<byte[]> seeds() {
        return Seeds.of("logout");
    }

    private static Logout.Expectations expectations() {
        Map<String, dev.latchkey.saml.TrustedCertificate> pinned = new LinkedHashMap<>();
        for (Fixture fixture : Fixture.accepted()) {
            fixture.expectations()
                    .certificates()
                    .forEach(each -> pinned.putIfAbsent(each.sha256(), each));
        }
        return new Logout.Expectations(
                ResponseBuilder.IDP,
                ResponseBuilder.SP,
                "https://sp.example.com/saml/slo",
                List.copyOf(pinned.values()),
                List.of(),
                EnumSet.allOf(dev.latchkey.saml.Concession.class),
                Duration.ofSeconds(60),
                false,
                Limits.MESSAGE);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void endsNobodysSessionUnasked(byte[] octets) {
        String query = new String(octets, StandardCharsets.ISO_8859_1);
        Stopwatch watch = new Stopwatch();
        List<Logout.Judgement> judged =
                List.of(
                        Logout.judgeRedirect(query, LOGOUT, ResponseBuilder.NOW),
                        Logout.judgeRedirect(carrying(octets), LOGOUT, ResponseBuilder.NOW));
        Inspection.Result seen = Inspection.of(octets, Limits.MESSAGE);
        watch.requireShort();
        assertThat(seen).isNotNull();
        judged.forEach(RedirectFuzzTest::requireHonest);
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

    private static void requireHonest(Logout.Judgement judgement) {
        if (judgement instanceof Logout.RequestAccepted request) {
            assertThat(request.nameId().value()).isEqualTo("ada@example.com");
            assertThat(request.id()).isEqualTo("_l1");
        }
    }
}
