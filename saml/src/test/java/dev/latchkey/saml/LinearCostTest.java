package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message twice as large costs no more than twice as much, whatever it is filled with, up to the limits. */
class LinearCostTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What stands in the signed Response's Extensions, by how much of it; 4 units are near a limit. */
    enum Filling {
        TEXT,
        REFERENCES,
        BEYOND_ASCII,
        COMMENTS,
        ELEMENTS,
        NESTED,
        ATTRIBUTES,
        DECLARATIONS,
        NAMES,
        PREFIXES,
        IDS,
        NEEDED_AGAIN;

        String of(int units) {
            return switch (this) {
                case TEXT -> "lorem ipsum, ".repeat(2_300 * units);
                case REFERENCES -> "&lt;&#13;".repeat(3_000 * units);
                case BEYOND_ASCII -> "Łódź ".repeat(3_000 * units);
                case COMMENTS -> "x<!-- -->".repeat(3_000 * units);
                case ELEMENTS -> "<a/>".repeat(2_300 * units);
                case NESTED -> ("<a>".repeat(50) + "</a>".repeat(50)).repeat(40 * units);
                case ATTRIBUTES -> tag("", 60).repeat(25 * units);
                case DECLARATIONS -> tag("xmlns:", 60).repeat(25 * units);
                // Few enough for the parser to serve again: a new one costs the same for each.
                case NAMES -> each(80 * units, i -> "<n" + i + "/>");
                case PREFIXES ->
                        each(80 * units, i -> "<p" + i + ":n xmlns:p" + i + "=\"urn:x\"/>");
                case IDS -> each(2_000 * units, i -> "<a ID=\"i" + i + "\"/>");
                case NEEDED_AGAIN -> "<again:a/>".repeat(2_000 * units);
            };
        }

        private static String tag(String prefix, int count) {
            return "<a" + each(count, i -> " " + prefix + "a" + i + "=\"urn:x\"") + "/>";
        }

        private static String each(int count, IntFunction<String> part) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < count; i++) {
                all.append(part.apply(i));
            }
            return all.toString();
        }
    }

    private static Expectations expectations(List<TrustedCertificate> certificates) {
        return Expectations.of(
                ResponseBuilder.IDP, ResponseBuilder.SP, ResponseBuilder.ACS, certificates);
    }

    private static String message(String extensions) {
        return new ResponseBuilder(IDP).before(xml -> extended(xml, extensions)).base64();
    }

    private static String extended(String xml, String extensions) {
        return xml.replaceFirst(
                "</saml:Issuer>",
                "</saml:Issuer><samlp:Extensions xmlns:again=\"urn:again\">"
                        + extensions
                        + "</samlp:Extensions>");
    }

    /** The bytes that a judgement allocates once the message's names are known. */
    private static long allocated(String field, Expectations expectations) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Verdict verdict =
                    ResponseJudge.judge(
                            ReceivedResponse.decode(field, Limits.MESSAGE),
                            expectations,
                            ResponseBuilder.NOW);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        }
        return least;
    }

    @ParameterizedTest
    @EnumSource
    void memoryGrowsWithTheMessageAndNoFaster(Filling filling) {
        Expectations expectations = expectations(List.of(IDP.pinned()));
        long one = allocated(message(filling.of(1)), expectations);
        long two = allocated(message(filling.of(2)), expectations);
        long four = allocated(message(filling.of(4)), expectations);
        // Buffers that double make steps; what grows with the square would be 4 and 16 times as
        // much.
        assertThat((double) two / one).isLessThan(2.8);
        assertThat((double) four / one).isLessThan(5.6);
    }

    @Test
    void certificatesThatDoNotFitCostTheirOwnVerificationAndNoMore() {
        String field = message("");
        List<TrustedCertificate> others =
                java.util.stream.Stream.generate(() -> TestIdp.rsa(2048).pinned())
                        .limit(4)
                        .toList();
        long alone = allocated(field, expectations(List.of(IDP.pinned())));
        long twoMore = allocated(field, expectations(with(others.subList(0, 2)))) - alone;
        long fourMore = allocated(field, expectations(with(others))) - alone;
        assertThat((double) fourMore / twoMore).isBetween(1.5, 2.5);
    }

    private static List<TrustedCertificate> with(List<TrustedCertificate> others) {
        List<TrustedCertificate> all = new java.util.ArrayList<>(others);
        all.add(IDP.pinned());
        return all;
    }

    /** The declaration is on no element that needs it, so that the exclusive form writes it out for each that does. */
    @Test
    void aFormOfAGigabyteBehindAnHonestSignedInfoIsNotWritten() {
        String again = "xmlns:again=\"urn:" + "x".repeat(60_000) + "\"";
        String xml =
                new ResponseBuilder(IDP)
                        .afterText(signed ->
                                extended(signed, "<again:a/>".repeat(9_000))
                                        .replace("xmlns:again=\"urn:again\"", again))
                        .xml();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Verdict verdict =
                ResponseJudge.judge(
                        ReceivedResponse.parse(
                                xml.getBytes(StandardCharsets.UTF_8), Limits.MESSAGE),
                        expectations(List.of(IDP.pinned())),
                        ResponseBuilder.NOW);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .isEqualTo(Reason.SIGNATURE_CANONICALIZATION));
    }
}
