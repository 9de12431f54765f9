package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What holds of the judge beyond the fixtures: the usual bounds at their edges, and all checks of a failed test. */
class JudgeTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);

    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";

    private static Verdict.Rejected rejected(ReceivedResponse received) {
        Verdict verdict =
                ResponseJudge.judge(received, ResponseBuilder.expectedOf(IDP), ResponseBuilder.NOW);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return (Verdict.Rejected) verdict;
    }

    private static Reason reason(String xml) {
        byte[] octets = xml.getBytes(StandardCharsets.UTF_8);
        return rejected(ReceivedResponse.parse(octets, Limits.MESSAGE)).reason();
    }

    @Test
    void boundsTheUsualMessageAtTheExactEdge() {
        assertThat(reason("<a>" + " ".repeat(256 * 1024 - 7) + "</a>"))
                .isEqualTo(Reason.NOT_A_RESPONSE);
        assertThat(reason("<a>" + " ".repeat(256 * 1024 - 6) + "</a>"))
                .isEqualTo(Reason.MESSAGE_TOO_LARGE);
        assertThat(reason("<a>" + " ".repeat(384 * 1024 - 6) + "</a>"))
                .isEqualTo(Reason.MESSAGE_TOO_LARGE);
        assertThat(rejected(ReceivedResponse.decode("A".repeat(600_000), Limits.MESSAGE)).reason())
                .isEqualTo(Reason.MESSAGE_TOO_LARGE);
    }

    @Test
    void boundsDepthElementsAttributesAndTextAtTheExactEdge() {
        assertThat(reason("<a>".repeat(64) + "</a>".repeat(64))).isEqualTo(Reason.NOT_A_RESPONSE);
        assertThat(reason("<a>".repeat(65) + "</a>".repeat(65))).isEqualTo(Reason.TOO_DEEP);
        assertThat(reason("<a>" + "<b/>".repeat(9_999) + "</a>")).isEqualTo(Reason.NOT_A_RESPONSE);
        assertThat(reason("<a>" + "<b/>".repeat(10_000) + "</a>"))
                .isEqualTo(Reason.TOO_MANY_ELEMENTS);
        assertThat(reason("<a" + attributes(64) + "/>")).isEqualTo(Reason.NOT_A_RESPONSE);
        assertThat(reason("<a" + attributes(65) + "/>")).isEqualTo(Reason.TOO_MANY_ATTRIBUTES);
    }

    private static String attributes(int count) {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < count; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        return attributes.toString();
    }

    @Test
    void tellsAllThatIsWrongAndNotOnlyTheFirst() {
        String xml =
                new ResponseBuilder(TestIdp.rsa(2048))
                        .audience("https://other.example")
                        .acs("https://other.example/acs")
                        .email("ada")
                        .xml();
        Verdict.Rejected verdict =
                rejected(
                        ReceivedResponse.parse(
                                xml.getBytes(StandardCharsets.UTF_8), Limits.MESSAGE));
        assertThat(verdict.reason()).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(verdict.checks())
                .filteredOn(check -> !check.passed())
                .extracting(Check::check)
                .containsExactly(
                        "response signature",
                        "destination",
                        "signature policy",
                        "recipient",
                        "audience",
                        "email");
    }

    private static Verdict judged(ResponseBuilder message) {
        return message.judgedBy(ResponseBuilder.expectedOf(IDP));
    }

    @Test
    void namesTheTransformsThatAreRefused() {
        ResponseBuilder message =
                new ResponseBuilder(IDP)
                        .afterText(xml -> xml.replace("#enveloped-signature", "#other"));
        assertThat(judged(message))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> {
                            assertThat(rejected.reason()).isEqualTo(Reason.SIGNATURE_TRANSFORM);
                            assertThat(rejected.expected())
                                    .isEqualTo("enveloped-signature, then a canonicalization");
                            assertThat(rejected.found())
                                    .isEqualTo(
                                            "\"http://www.w3.org/2000/09/xmldsig#other\", \"http://www.w3.org/2001/10/xml-exc-c14n#\"");
                        });
    }

    @Test
    void takesSixtyFourPrefixesAndNoMore() {
        assertThat(judged(prefixes(64))).isInstanceOf(Verdict.Accepted.class);
        assertThat(judged(prefixes(65)))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .isEqualTo(Reason.SIGNATURE_CANONICALIZATION));
    }

    private static ResponseBuilder prefixes(int count) {
        StringBuilder list = new StringBuilder("p1");
        for (int i = 2; i <= count; i++) {
            list.append(" p").append(i);
        }
        return new ResponseBuilder(IDP).canonicalization(EXCLUSIVE, list.toString());
    }

    /** White space in front of the first prefix is not the default namespace. */
    @Test
    void aPrefixListMayBeginWithWhiteSpace() {
        ResponseBuilder message =
                new ResponseBuilder(IDP)
                        .canonicalization(EXCLUSIVE, "xs")
                        .before(xml ->
                                xml.replace(
                                        "<samlp:Response ",
                                        "<samlp:Response xmlns=\"urn:not-used\" "))
                        .references((signature, target, usual, digest) -> {
                            ((Element)
                                            usual.getElement()
                                                    .getElementsByTagNameNS(
                                                            EXCLUSIVE, "InclusiveNamespaces")
                                                    .item(0))
                                    .setAttribute("PrefixList", "  xs");
                            signature.addDocument("#" + target.getAttribute("ID"), usual, digest);
                        });
        assertThat(message.xml()).contains("PrefixList=\"  xs\"");
        assertThat(judged(message)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aSignedResponseHasAnIssuer() {
        ResponseBuilder message =
                new ResponseBuilder(IDP)
                        .before(xml -> xml.replaceFirst("<saml:Issuer>[^<]*</saml:Issuer>", ""));
        assertThat(judged(message))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> {
                            assertThat(rejected.reason()).isEqualTo(Reason.ISSUER_MISSING);
                            assertThat(rejected.expected()).isEqualTo(ResponseBuilder.IDP);
                        });
        Expectations ofAnyone =
                Expectations.of(
                        null, ResponseBuilder.SP, ResponseBuilder.ACS, List.of(IDP.pinned()));
        assertThat(message.judgedBy(ofAnyone))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.expected()).isEqualTo("an issuer"));
    }

    @Test
    void aSubjectHoldsNothingButAnIdentifierAndConfirmations() {
        ResponseBuilder message =
                new ResponseBuilder(IDP)
                        .before(xml ->
                                xml.replace(
                                        "</saml:Subject>",
                                        "<saml:Audience>urn:x</saml:Audience></saml:Subject>"));
        assertThat(judged(message))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .isEqualTo(Reason.MALFORMED_ASSERTION));
    }

    @Test
    void noResponseStandsInAnotherEvenWithoutAnAssertion() {
        ResponseBuilder message =
                new ResponseBuilder(IDP)
                        .before(xml ->
                                xml.replaceFirst(
                                        "</saml:Issuer>",
                                        "</saml:Issuer><samlp:Extensions><samlp:Response/></samlp:Extensions>"));
        assertThat(judged(message))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .isEqualTo(Reason.ASSERTION_MISPLACED));
    }
}
