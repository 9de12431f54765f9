package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Inspection;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.saml.fixtures.Santuario;
import dev.latchkey.saml.xml.Canonicalization;
import dev.latchkey.saml.xml.Canonicalizer;
import dev.latchkey.saml.xml.XmlBounds;
import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Whatever octets arrive: they are refused or make a tree, in bounded time. The tree's canonical form is the one that
 * another parser and canonicalizer come to, and reads back as itself.
 */
class ParserFuzzTest {
    private static final XmlBounds BOUNDS = new XmlBounds(64, 10_000, 64, 128 * 1024);

    /** Declarations move to where they are used, so that what was just within a bound may be beyond it. */
    private static final Set<XmlRefused.Kind> BOUNDED =
            EnumSet.of(
                    XmlRefused.Kind.TOO_MANY_ATTRIBUTES,
                    XmlRefused.Kind.TOO_MANY_ELEMENTS,
                    XmlRefused.Kind.TEXT_TOO_LONG);

    static Stream<byte[]> seeds() {
        return Seeds.of("accepted", "rejected", "metadata", "logout");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsOrRefuses(byte[] octets) throws Exception {
        Stopwatch watch = new Stopwatch();
        XmlDocument document;
        try {
            document = XmlParser.parse(octets, BOUNDS);
        } catch (XmlRefused e) {
            document = null;
        }
        byte[] canonical = document == null ? null : canonical(document.root());
        IdpMetadata.Reading metadata = IdpMetadata.read(octets, Limits.METADATA);
        Inspection.Result inspection = Inspection.of(octets, Limits.MESSAGE);
        Object certificate =
                TrustedCertificate.read(new String(octets, StandardCharsets.ISO_8859_1));
        watch.requireShort();
        assertThat(metadata).isNotNull();
        assertThat(certificate).isNotNull();
        if (document != null && canonical != null) {
            assertThat(inspection).isInstanceOf(Inspection.Seen.class);
            readsBackAsItself(canonical);
            isWhatOthersComeTo(octets, document.root());
        }
    }

    private static byte[] canonical(XmlElement root) {
        return Canonicalizer.canonicalize(root, Canonicalization.EXCLUSIVE, Set.of(), null)
                .toByteArray();
    }

    private static void readsBackAsItself(byte[] canonical) {
        try {
            assertThat(canonical(XmlParser.parse(canonical, BOUNDS).root())).isEqualTo(canonical);
        } catch (XmlRefused e) {
            assertThat(e.kind()).isIn(BOUNDED);
        }
    }

    private static void isWhatOthersComeTo(byte[] octets, XmlElement root) throws Exception {
        Element theirs = Santuario.rootOrNull(octets);
        if (theirs == null) {
            return;
        }
        for (Canonicalization form : Canonicalization.values()) {
            byte[] ours = Canonicalizer.canonicalize(root, form, Set.of(), null).toByteArray();
            assertThat(new String(ours, StandardCharsets.UTF_8))
                    .isEqualTo(
                            new String(
                                    Santuario.canonicalize(theirs, form), StandardCharsets.UTF_8));
        }
    }
}
