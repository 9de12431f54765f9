package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.saml.Concession;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Identity;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.saml.Verdict;
import dev.latchkey.saml.fixtures.Fixture;
import dev.latchkey.saml.fixtures.Santuario;
import dev.latchkey.saml.fixtures.Who;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.xml.XmlBounds;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Whatever is made of the messages that the IdP signed: it is rejected, or it names just the person that one of them
 * names. All that can be conceded is conceded, and all keys are pinned that signed any fixture in earnest.
 */
class JudgeFuzzTest {
    private static final String SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final XmlBounds BOUNDS = new XmlBounds(64, 10_000, 64, 128 * 1024);
    private static final Fixture ENCRYPTED = fixture("encrypted");
    static final Expectations GENEROUS = generous();
    private static final Set<Who> HONEST = honest();

    static Stream<byte[]> seeds() {
        return Seeds.of("accepted", "rejected", "logout");
    }

    private static Fixture fixture(String name) {
        return Fixture.accepted().stream()
                .filter(fixture -> fixture.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Expectations generous() {
        Map<PublicKey, TrustedCertificate> pinned = new LinkedHashMap<>();
        for (Fixture fixture : Fixture.accepted()) {
            for (TrustedCertificate each : fixture.expectations().certificates()) {
                pinned.putIfAbsent(each.key(), each);
            }
        }
        return new Expectations(
                ResponseBuilder.IDP,
                ResponseBuilder.SP,
                ResponseBuilder.ACS,
                null,
                new EmailSource.AnyNameIdFormat(),
                SignaturePolicy.EITHER,
                EncryptionPolicy.ALLOWED,
                List.copyOf(pinned.values()),
                ENCRYPTED.expectations().decryptionKeys(),
                EnumSet.allOf(Concession.class),
                Duration.ofSeconds(60),
                false,
                Limits.MESSAGE);
    }

    private static Set<Who> honest() {
        Set<Who> known = new HashSet<>();
        for (Fixture fixture : Fixture.all()) {
            if (judge(ReceivedResponse.decode(fixture.formField(), Limits.MESSAGE))
                    instanceof Verdict.Accepted accepted) {
                known.add(Who.of(accepted.identity()));
            }
        }
        return known;
    }

    private static Verdict judge(ReceivedResponse received) {
        return ResponseJudge.judge(received, GENEROUS, ResponseBuilder.NOW);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void namesNobodyThatWasNotSigned(byte[] octets) throws Exception {
        String text = new String(octets, StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(octets);
        Stopwatch watch = new Stopwatch();
        ReceivedResponse xml = ReceivedResponse.parse(octets, Limits.MESSAGE);
        ReceivedResponse form = ReceivedResponse.decode(text, Limits.MESSAGE);
        Verdict asXml = judge(xml);
        Verdict asForm = judge(form);
        List<Logout.Judgement> logouts =
                List.of(
                        Logout.judgePost(base64, LogoutTarget.EXPECTATIONS, ResponseBuilder.NOW),
                        Logout.judgeRedirect(text, LogoutTarget.EXPECTATIONS, ResponseBuilder.NOW));
        watch.requireShort();
        requireHonest(asXml, xml);
        requireHonest(asForm, form);
        logouts.forEach(LogoutTarget::requireHonest);
        judgeSigned(octets);
    }

    /** The same message, signed by a pinned key as it stands: what it says is read as others read it. */
    private static void judgeSigned(byte[] octets) throws Exception {
        XmlElement root;
        try {
            root = XmlParser.parse(octets, BOUNDS).root();
        } catch (XmlRefused e) {
            return;
        }
        byte[] signed = root.is(SAMLP, "Response") ? HonestSigner.sign(root) : null;
        if (signed == null) {
            return;
        }
        Stopwatch watch = new Stopwatch();
        ReceivedResponse received = ReceivedResponse.parse(signed, Limits.MESSAGE);
        Verdict verdict = judge(received);
        watch.requireShort();
        assertThat(verdict.checks())
                .as("our own signature")
                .noneMatch(check -> check.check().equals("response signature") && !check.passed());
        requireHonest(verdict, received);
    }

    /** Somebody known, or else what Santuario verifies too and reads alike. */
    private static void requireHonest(Verdict verdict, ReceivedResponse received) throws Exception {
        assertThat(verdict.checks()).isNotEmpty();
        if (!(verdict instanceof Verdict.Accepted accepted)
                || HONEST.contains(Who.of(accepted.identity()))) {
            return;
        }
        Identity identity = accepted.identity();
        Element assertion =
                Santuario.verifiedAssertion(
                        Objects.requireNonNull(received.xml()),
                        GENEROUS.certificates(),
                        ENCRYPTED.folder());
        assertThat(assertion.getAttribute("ID")).isEqualTo(identity.assertionId());
        assertThat(Santuario.nameId(assertion, ENCRYPTED.folder())).isEqualTo(identity.email());
        assertThat(Santuario.attributes(assertion)).isEqualTo(identity.attributes());
    }
}
