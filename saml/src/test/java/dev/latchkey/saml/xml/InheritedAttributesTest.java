package dev.latchkey.saml.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the canonical form of an element takes from those around it, where Santuario is no judge of it. */
class InheritedAttributesTest {
    private static final XmlBounds BOUNDS = new XmlBounds(8, 100, 8, 1000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // C14N 1.0 §2.4: the nearest one
                "INCLUSIVE_1_0 | <a xml:lang='x'><b xml:lang='y'><c/></b></a> | <c xml:lang=\"y\"></c>",
                "INCLUSIVE_1_1 | <a xml:lang='x'><b xml:lang='y'><c/></b></a> | <c xml:lang=\"y\"></c>",
                "EXCLUSIVE     | <a xml:lang='x'><b xml:lang='y'><c/></b></a> | <c></c>",
                // C14N 1.1 §2.4: of others none
                "INCLUSIVE_1_0 | <a xml:xmlns='x'><b><c/></b></a>             | <c xml:xmlns=\"x\"></c>",
                "INCLUSIVE_1_1 | <a xml:xmlns='x'><b><c/></b></a>             | <c></c>",
                // C14N 1.0 §2.3: the prefix xml is never declared
                "INCLUSIVE_1_0 | <xml:a xmlns:p='urn:q'><b><c/></b></xml:a>   | <c xmlns:p=\"urn:q\"></c>",
                "INCLUSIVE_1_1 | <xml:a xmlns:p='urn:q'><b><c/></b></xml:a>   | <c xmlns:p=\"urn:q\"></c>",
                "EXCLUSIVE     | <xml:a xmlns:p='urn:q'><b><xml:c/></b></xml:a> | <xml:c></xml:c>"
            })
    void comesFromTheNearestElement(Canonicalization form, String xml, String expected)
            throws Exception {
        XmlElement root = XmlParser.parse(xml.getBytes(StandardCharsets.UTF_8), BOUNDS).root();
        XmlElement inner = root.elements().getFirst().elements().getFirst();
        byte[] octets = Canonicalizer.canonicalize(inner, form, Set.of(), null).toByteArray();
        assertThat(new String(octets, StandardCharsets.UTF_8)).isEqualTo(expected);
    }
}
