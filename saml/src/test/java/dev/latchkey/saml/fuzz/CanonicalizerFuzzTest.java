package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.saml.fixtures.Santuario;
import dev.latchkey.saml.xml.Canonicalization;
import dev.latchkey.saml.xml.Canonicalizer;
import dev.latchkey.saml.xml.XmlBounds;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Every element of whatever document is canonicalized alone, in every form and with prefixes that the input chooses, as
 * Santuario does it. The first line of the input is the PrefixList, the document is behind it.
 */
class CanonicalizerFuzzTest {
    private static final XmlBounds BOUNDS = new XmlBounds(32, 300, 64, 16 * 1024);
    private static final int MOST_ELEMENTS = 60;

    static Stream<byte[]> seeds() {
        return Seeds.of("accepted", "rejected")
                .flatMap(xml ->
                        Stream.of("\n", "xs ds #default\n", "saml samlp\n")
                                .map(list -> with(list, xml)));
    }

    private static byte[] with(String prefixes, byte[] xml) {
        byte[] line = prefixes.getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(line, line.length + xml.length);
        System.arraycopy(xml, 0, both, line.length, xml.length);
        return both;
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void writesWhatOthersWrite(byte[] input) throws Exception {
        int end = 0;
        while (end < input.length && input[end] != '\n' && end < 100) {
            end++;
        }
        byte[] octets = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        Set<String> prefixes =
                new TreeSet<>(
                        List.of(new String(input, 0, end, StandardCharsets.UTF_8).split("\\s+")));
        prefixes.remove("");
        prefixes.remove("xml"); // which Santuario declares where the list asks for it
        XmlElement ours;
        try {
            ours = XmlParser.parse(octets, BOUNDS).root();
        } catch (XmlRefused e) {
            return;
        }
        Element theirs = Santuario.rootOrNull(octets);
        if (theirs != null && size(ours) <= MOST_ELEMENTS) {
            Stopwatch watch = new Stopwatch();
            compare(ours, theirs, prefixes);
            watch.requireShort();
        }
    }

    private static int size(XmlElement element) {
        return 1 + element.elements().stream().mapToInt(CanonicalizerFuzzTest::size).sum();
    }

    private static void compare(XmlElement ours, Element theirs, Set<String> prefixes)
            throws Exception {
        for (Canonicalization form : Canonicalization.values()) {
            if (!Santuario.isRightOf(ours, form)) {
                continue;
            }
            assertThat(text(Canonicalizer.canonicalize(ours, form, Set.of(), null).toByteArray()))
                    .isEqualTo(text(Santuario.canonicalize(theirs, form)));
            if (form == Canonicalization.EXCLUSIVE) {
                assertThat(
                                text(
                                        Canonicalizer.canonicalize(ours, form, ours(prefixes), null)
                                                .toByteArray()))
                        .isEqualTo(text(Santuario.canonicalizeExclusively(theirs, prefixes)));
            }
        }
        List<Element> inner = Santuario.children(theirs);
        for (int i = 0; i < inner.size(); i++) {
            compare(ours.elements().get(i), inner.get(i), prefixes);
        }
    }

    /** The default namespace has no prefix for us. */
    private static Set<String> ours(Set<String> prefixes) {
        return prefixes.stream()
                .map(each -> each.equals("#default") ? "" : each)
                .collect(Collectors.toSet());
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
