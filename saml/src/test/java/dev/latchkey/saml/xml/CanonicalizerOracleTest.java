package dev.latchkey.saml.xml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.ResponseBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.apache.xml.security.Init;
import org.apache.xml.security.c14n.implementations.Canonicalizer11_OmitComments;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315ExclOmitComments;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315OmitComments;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Our canonical octets are Apache Santuario's, on thousands of generated documents and on an element inside them. */
class CanonicalizerOracleTest {
    private static final XmlBounds BOUNDS = new XmlBounds(64, 10_000, 64, 100_000);

    @BeforeAll
    static void start() {
        Init.init();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithSantuario(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String xml = new RandomXml(random).document();
            Element root = ResponseBuilder.parse(xml).getDocumentElement();
            XmlElement ours = XmlParser.parse(xml.getBytes(StandardCharsets.UTF_8), BOUNDS).root();
            compare(xml, root, ours);
            Element inner = firstElement(root);
            if (inner != null) {
                compare(xml, inner, ours.elements().getFirst());
            }
        }
    }

    private static void compare(String xml, Element theirs, XmlElement ours) throws Exception {
        ByteArrayOutputStream exclusive = new ByteArrayOutputStream();
        new Canonicalizer20010315ExclOmitComments().engineCanonicalizeSubTree(theirs, exclusive);
        same(xml, exclusive, ours, Canonicalization.EXCLUSIVE, Set.of());
        ByteArrayOutputStream listed = new ByteArrayOutputStream();
        new Canonicalizer20010315ExclOmitComments()
                .engineCanonicalizeSubTree(theirs, "p q #default", listed);
        same(xml, listed, ours, Canonicalization.EXCLUSIVE, Set.of("p", "q", ""));
        ByteArrayOutputStream inclusive = new ByteArrayOutputStream();
        new Canonicalizer20010315OmitComments().engineCanonicalizeSubTree(theirs, inclusive);
        same(xml, inclusive, ours, Canonicalization.INCLUSIVE_1_0, Set.of());
        ByteArrayOutputStream eleven = new ByteArrayOutputStream();
        new Canonicalizer11_OmitComments().engineCanonicalizeSubTree(theirs, eleven);
        same(xml, eleven, ours, Canonicalization.INCLUSIVE_1_1, Set.of());
    }

    private static void same(
            String xml,
            ByteArrayOutputStream expected,
            XmlElement ours,
            Canonicalization form,
            Set<String> prefixes) {
        byte[] octets = Canonicalizer.canonicalize(ours, form, prefixes, null).toByteArray();
        assertThat(new String(octets, StandardCharsets.UTF_8))
                .as("%s of %s", form, xml)
                .isEqualTo(expected.toString(StandardCharsets.UTF_8));
    }

    private static @org.jspecify.annotations.Nullable Element firstElement(Element parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                return element;
            }
        }
        return null;
    }
}
