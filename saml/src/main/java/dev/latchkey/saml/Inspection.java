package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import java.util.ArrayList;
import java.util.List;

/**
 * What any SAML document says, for a person who looks for a fault. Nothing of it is verified, and nothing may be
 * decided by it: that is {@link ResponseJudge}'s.
 *
 * @param kind the root element's name
 * @param facts ids, times, parties and signatures, in document order
 * @param oddities what an IdP should not send, in plain words
 * @param indented the document with one element a line, for reading only
 */
public record Inspection(String kind, List<Fact> facts, List<String> oddities, String indented) {

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
    }

    /** Looks at the XML of a Response, a request, or metadata. */
    public static Result of(byte[] xml, Limits limits) {
        if (xml.length > limits.messageBytes()) {
            return new Refused("It is larger than " + limits.messageBytes() + " bytes.");
        }
        try {
            return new Seen(of(XmlParser.parse(xml, limits.bounds())));
        } catch (XmlRefused e) {
            return new Refused(e.kind() + ": " + e.detail());
        }
    }

    private static Inspection of(XmlDocument document) {
        List<Fact> facts = new ArrayList<>();
        List<String> oddities = new ArrayList<>();
        if (document.repeatedId() != null) {
            oddities.add("The ID " + document.repeatedId() + " stands more than once.");
        }
        new InspectionWalk(facts, oddities).look(document.root());
        return new Inspection(
                document.root().localName(), facts, oddities, IndentedXml.write(document.root()));
    }
}
