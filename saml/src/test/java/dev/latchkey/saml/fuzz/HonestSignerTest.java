package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Limits;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.Verdict;
import dev.latchkey.saml.fixtures.Fixture;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.xml.XmlBounds;
import dev.latchkey.saml.xml.XmlParser;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The judge's fuzz target gets behind the signature at all. */
class HonestSignerTest {
    @Test
    void whatItSignsIsAccepted() throws Exception {
        Fixture unsigned =
                Fixture.rejected().stream()
                        .filter(fixture -> fixture.name().equals("unsigned"))
                        .findFirst()
                        .orElseThrow();
        Fixture weak =
                Fixture.accepted().stream()
                        .filter(fixture -> fixture.name().equals("rsa1024"))
                        .findFirst()
                        .orElseThrow();
        byte[] xml = Objects.requireNonNull(unsigned.xml());
        byte[] signed =
                HonestSigner.sign(
                        XmlParser.parse(xml, new XmlBounds(64, 10_000, 64, 100_000)).root());
        Verdict verdict =
                ResponseJudge.judge(
                        ReceivedResponse.parse(Objects.requireNonNull(signed), Limits.MESSAGE),
                        weak.expectations(),
                        ResponseBuilder.NOW);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }
}
