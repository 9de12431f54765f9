package dev.latchkey.saml;

import dev.latchkey.saml.Inspection.Fact;
import dev.latchkey.saml.xml.XmlElement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through a document and notes what a person would look for. */
final class InspectionWalk {
    private static final List<String> NOTED_ATTRIBUTES =
            List.of(
                    "ID",
                    "InResponseTo",
                    "Destination",
                    "Recipient",
                    "IssueInstant",
                    "AuthnInstant",
                    "NotBefore",
                    "NotOnOrAfter",
                    "SessionIndex",
                    "SessionNotOnOrAfter",
                    "AssertionConsumerServiceURL",
                    "entityID",
                    "validUntil",
                    "Location");
    private static final Set<String> NOTED_TEXTS = Set.of("Issuer", "Audience", "StatusMessage");

    private final List<Fact> facts;
    private final List<String> oddities;
    private final SignatureSearch signatures;
    private int assertions;

    InspectionWalk(List<Fact> facts, List<String> oddities, SignatureSearch signatures) {
        this.facts = facts;
        this.oddities = oddities;
        this.signatures = signatures;
    }

    /** Goes on within what was encrypted. */
    void lookInto(XmlElement plain) {
        visit(plain);
    }

    void look(XmlElement root) {
        visit(root);
        if (!root.is(Names.SAMLP, "Response")) {
            return;
        }
        if (assertions > 1) {
            oddities.add("It has " + assertions + " assertions; one is accepted.");
        }
        boolean signed = facts.stream().anyMatch(fact -> fact.name().equals("Signed"));
        if (!signed) {
            oddities.add("Nothing in it is signed in the clear.");
        }
        if (root.attribute("Destination") == null) {
            oddities.add("The Response has no Destination.");
        }
    }

    private void visit(XmlElement element) {
        attributes(element);
        if (NOTED_TEXTS.contains(element.localName())) {
            facts.add(new Fact(element.localName(), element.deepText().strip()));
        }
        switch (element.localName()) {
            case "Assertion", "EncryptedAssertion" -> assertion(element);
            case "Signature" -> signature(element);
            case "NameID" -> nameId(element);
            case "StatusCode" -> facts.add(new Fact("Status", orNone(element.attribute("Value"))));
            case "Attribute" -> attributeStatement(element);
            case "EncryptionMethod" ->
                    facts.add(new Fact("Encrypted by", orNone(element.attribute("Algorithm"))));
            default -> {}
        }
        for (XmlElement child : element.elements()) {
            visit(child);
        }
    }

    private void attributes(XmlElement element) {
        for (String name : NOTED_ATTRIBUTES) {
            String value = element.attribute(name);
            if (value != null) {
                facts.add(new Fact(element.localName() + " " + name, value));
            }
        }
    }

    private void assertion(XmlElement element) {
        if (element.namespaceUri().equals(Names.SAML)) {
            assertions++;
        }
    }

    private void nameId(XmlElement nameId) {
        String format = nameId.attribute("Format");
        facts.add(new Fact("NameID", nameId.deepText().strip()));
        facts.add(new Fact("NameID format", format == null ? "(unspecified)" : format));
        if (!nameId.deepText().equals(nameId.deepText().strip())) {
            oddities.add("There is white space around the NameID.");
        }
    }

    private void attributeStatement(XmlElement attribute) {
        String name = orNone(attribute.attribute("Name"));
        List<String> values =
                attribute.elements(Names.SAML, "AttributeValue").stream()
                        .map(value -> value.deepText().strip())
                        .toList();
        facts.add(new Fact("Attribute " + name, String.join(" | ", values)));
    }

    private void signature(XmlElement signature) {
        XmlElement info = signature.only(Names.DS, "SignedInfo");
        XmlElement parent = signature.parent();
        if (!signature.namespaceUri().equals(Names.DS) || info == null || parent == null) {
            oddities.add("There is a Signature that does not have the parts of one.");
            return;
        }
        List<XmlElement> references = info.elements(Names.DS, "Reference");
        if (references.size() != 1) {
            oddities.add("A Signature has " + references.size() + " References; one is accepted.");
        }
        String method = algorithm(info, "SignatureMethod");
        signatures.see(signature, parent, references, method);
        for (XmlElement reference : references) {
            reference(reference, parent, method);
        }
    }

    private void reference(XmlElement reference, XmlElement parent, String method) {
        String uri = orNone(reference.attribute("URI"));
        String digest = algorithm(reference, "DigestMethod");
        facts.add(
                new Fact(
                        "Signed",
                        parent.localName()
                                + " ("
                                + uri
                                + ") with "
                                + method
                                + ", digest "
                                + digest));
        if (!uri.equals("#" + parent.attribute("ID"))
                && !(uri.isEmpty() && parent.parent() == null)) {
            oddities.add(
                    "The Signature in "
                            + parent.localName()
                            + " refers to "
                            + uri
                            + ", not to the element that it stands in.");
        }
        for (String algorithm : List.of(method, digest)) {
            if (algorithm.endsWith("sha1")) {
                oddities.add("It is signed with SHA-1 (" + algorithm + "), which is broken.");
            }
            if (algorithm.contains("hmac")) {
                oddities.add("It is signed with an HMAC, which proves nothing here.");
            }
        }
    }

    static String algorithm(XmlElement parent, String child) {
        XmlElement element = parent.only(Names.DS, child);
        return element == null ? "(none)" : orNone(element.attribute("Algorithm"));
    }

    private static String orNone(@Nullable String value) {
        return value == null ? "(none)" : value;
    }
}
