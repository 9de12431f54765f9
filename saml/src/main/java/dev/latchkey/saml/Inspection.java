package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What any SAML document says, for a person who looks for a fault. Nothing may be decided by it, also where a signature
 * was seen to hold: that is {@link ResponseJudge}'s.
 *
 * @param kind the root element's name
 * @param namespace the root element's, empty where it has none
 * @param issued the root's IssueInstant; null where it has none, or one that is no time
 * @param facts ids, times, parties and signatures, in document order
 * @param oddities what an IdP should not send, in plain words
 * @param signatures those in the document, and with a {@link InspectionKeys} whether they hold
 * @param opened what was encrypted in it, where the lens has the key; indented as well
 * @param indented the document with one element a line, for reading only
 */
public record Inspection(
        String kind,
        String namespace,
        @Nullable Instant issued,
        List<Fact> facts,
        List<String> oddities,
        List<SignatureSight> signatures,
        List<String> opened,
        String indented) {

    /** Whether the document is one of SAML's, of whatever version. */
    public boolean isSaml() {
        return namespace.startsWith("urn:oasis:names:tc:SAML:");
    }

    /** One thing that the document says. */
    public record Fact(String name, String value) {}

    /** What came of looking. */
    public sealed interface Result {}

    public record Seen(Inspection inspection) implements Result {}

    /** The hardened parser does not read it. */
    public record Refused(String why) implements Result {}

    public Inspection {
        facts = List.copyOf(facts);
        oddities = List.copyOf(oddities);
        signatures = List.copyOf(signatures);
        opened = List.copyOf(opened);
    }

    /** Looks at the XML of a Response, a request, or metadata, with the naked eye. */
    public static Result of(byte[] xml, Limits limits) {
        return of(xml, limits, InspectionKeys.NONE);
    }

    /** Looks closer: which of the certificates verifies what, and what is in what is encrypted. */
    public static Result of(byte[] xml, Limits limits, InspectionKeys lens) {
        if (xml.length > limits.messageBytes()) {
            return new Refused("It is larger than " + limits.messageBytes() + " bytes.");
        }
        try {
            return new Seen(of(XmlParser.parse(xml, limits.bounds()), limits, lens));
        } catch (XmlRefused e) {
            return new Refused(e.kind() + ": " + e.detail());
        }
    }

    private static Inspection of(XmlDocument document, Limits limits, InspectionKeys lens) {
        List<Fact> facts = new ArrayList<>();
        List<String> oddities = new ArrayList<>();
        if (document.repeatedId() != null) {
            oddities.add("The ID " + document.repeatedId() + " stands more than once.");
        }
        SignatureSearch search = new SignatureSearch(lens);
        InspectionWalk walk = new InspectionWalk(facts, oddities, search);
        walk.look(document.root());
        List<String> opened = new ArrayList<>();
        for (XmlElement plain : search.opened(document.root(), limits)) {
            opened.add(IndentedXml.write(plain));
            walk.lookInto(plain);
        }
        String issued = document.root().attribute("IssueInstant");
        return new Inspection(
                document.root().localName(),
                String.valueOf(document.root().namespaceUri()),
                issued == null ? null : SamlTime.parse(issued),
                facts,
                oddities,
                search.sights(),
                opened,
                IndentedXml.write(document.root()));
    }
}
