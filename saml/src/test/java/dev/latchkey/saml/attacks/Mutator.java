package dev.latchkey.saml.attacks;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.xml.security.utils.XMLUtils;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/** Makes attacks of a message: what attackers do to one, done at random places and up to three times. */
final class Mutator {
    private static final int MOST_CHANGES = 3;
    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    private static final List<String> NAMES =
            List.of(
                    "Assertion",
                    "Response",
                    "Signature",
                    "SignedInfo",
                    "Reference",
                    "Object",
                    "Advice",
                    "Extensions",
                    "NameID",
                    "Issuer",
                    "Subject",
                    "Conditions",
                    "AttributeValue",
                    "EncryptedAssertion");
    private static final List<String> NAMESPACES =
            List.of(SAML, SAMLP, DS, "urn:example:other", "urn:oasis:names:tc:SAML:1.0:assertion");
    private static final List<String> VALUES =
            List.of(
                    "_evil",
                    "",
                    "#_evil",
                    "http://www.w3.org/2001/10/xml-exc-c14n#",
                    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                    "http://www.w3.org/2000/09/xmldsig#sha1",
                    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                    "2099-01-01T00:00:00Z",
                    "urn:oasis:names:tc:SAML:2.0:cm:bearer");
    private static final String MALLORY = "mallory@example.com";

    private final Random random;

    Mutator(long seed) {
        this.random = new Random(seed);
    }

    /** One change. Returns false where it can't be made at the chosen place. */
    private interface Change {
        boolean make(Document message, Document donor);
    }

    private final List<Change> changes =
            List.of(
                    this::move,
                    this::copy,
                    this::copyWithAnotherPerson,
                    this::forgeBeside,
                    this::wrap,
                    this::unwrap,
                    this::strip,
                    this::stripAttribute,
                    this::rename,
                    this::moveToAnotherNamespace,
                    this::changeValue,
                    this::takeAnothersId,
                    this::comment,
                    this::splitText,
                    this::changeText,
                    this::reorder,
                    this::takeFromDonor,
                    this::replaceByDonors,
                    this::exchangeText);

    /** A mutant; the donor is another message, honestly signed, that the attacker has too. */
    byte[] mutant(Document original, Document donor) {
        Document message = copy(original);
        for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0; ) {
            left -= pick(changes).make(message, donor) ? 1 : 0;
        }
        return write(message);
    }

    private static Document copy(Document original) {
        Document copy = (Document) original.cloneNode(true);
        copy.setXmlStandalone(original.getXmlStandalone());
        return copy;
    }

    /** Serialized so that a reader sees just what stands in the tree. */
    static byte[] write(Document message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XMLUtils.outputDOM(message, bytes, false);
        return bytes.toByteArray();
    }

    private boolean move(Document message, Document donor) {
        Element some = any(message);
        Element other = any(message);
        if (some.getParentNode() instanceof Document || within(other, some)) {
            return false;
        }
        put(other, some);
        return true;
    }

    private boolean copy(Document message, Document donor) {
        put(any(message), any(message).cloneNode(true));
        return true;
    }

    private boolean copyWithAnotherPerson(Document message, Document donor) {
        put(any(message), forged(any(message)));
        return true;
    }

    /** A forgery before or behind what it resembles, as a loose look-up would find it first or last. */
    private boolean forgeBeside(Document message, Document donor) {
        Element some = any(message);
        if (some.getParentNode() instanceof Document) {
            return false;
        }
        some.getParentNode()
                .insertBefore(forged(some), random.nextBoolean() ? some : some.getNextSibling());
        return true;
    }

    private boolean wrap(Document message, Document donor) {
        Element some = any(message);
        Node parent = some.getParentNode();
        Element around =
                random.nextBoolean()
                        ? forged(some)
                        : message.createElementNS(pick(NAMESPACES), "w:" + pick(NAMES));
        parent.replaceChild(around, some);
        put(around, some);
        return true;
    }

    private boolean unwrap(Document message, Document donor) {
        Element some = any(message);
        List<Element> children = children(some);
        if (children.isEmpty()) {
            return false;
        }
        some.getParentNode().replaceChild(pick(children), some);
        return true;
    }

    private boolean strip(Document message, Document donor) {
        Element some = any(message);
        if (some.getParentNode() instanceof Document) {
            return false;
        }
        some.getParentNode().removeChild(some);
        return true;
    }

    private boolean stripAttribute(Document message, Document donor) {
        Element some = any(message, each -> each.getAttributes().getLength() > 0);
        some.removeAttributeNode(attribute(some));
        return true;
    }

    private boolean rename(Document message, Document donor) {
        Element some = any(message);
        String prefix = some.getPrefix() == null ? "" : some.getPrefix() + ":";
        message.renameNode(some, some.getNamespaceURI(), prefix + pick(NAMES));
        return true;
    }

    private boolean moveToAnotherNamespace(Document message, Document donor) {
        Element some = any(message);
        String namespace = random.nextInt(6) == 0 ? null : pick(NAMESPACES);
        String prefix = namespace == null ? "" : "n" + random.nextInt(3) + ":";
        message.renameNode(some, namespace, prefix + some.getLocalName());
        if (namespace == null) {
            some.setAttribute("xmlns", "");
        } else {
            some.setAttribute("xmlns:" + prefix.substring(0, 2), namespace);
        }
        return true;
    }

    private boolean changeValue(Document message, Document donor) {
        Element some = any(message, each -> each.getAttributes().getLength() > 0);
        Attr attribute = attribute(some);
        if (attribute.getName().startsWith("xmlns")) {
            return false;
        }
        attribute.setValue(pick(VALUES));
        return true;
    }

    private boolean takeAnothersId(Document message, Document donor) {
        Element one = any(message, each -> each.hasAttribute("ID") || each.hasAttribute("Id"));
        Element other = any(message, each -> each.hasAttribute("ID"));
        String name = pick(List.of("ID", "Id", "id", "xml:id", "AssertionID"));
        (random.nextBoolean() ? one : any(message)).setAttribute(name, other.getAttribute("ID"));
        return true;
    }

    private boolean comment(Document message, Document donor) {
        Text text = anyText(message);
        int length = text.getLength();
        Text behind = text.splitText(length == 0 ? 0 : random.nextInt(length));
        text.getParentNode().insertBefore(message.createComment(MALLORY), behind);
        return true;
    }

    private boolean splitText(Document message, Document donor) {
        Text text = anyText(message);
        int at = text.getLength() == 0 ? 0 : random.nextInt(text.getLength());
        Text behind = text.splitText(at);
        Node between =
                switch (random.nextInt(3)) {
                    case 0 -> message.createCDATASection(behind.getData());
                    case 1 -> message.createElementNS(SAML, "saml:x");
                    default -> message.createProcessingInstruction("pi", MALLORY);
                };
        text.getParentNode().insertBefore(between, behind);
        return true;
    }

    private boolean changeText(Document message, Document donor) {
        Text text = anyText(message);
        String old = text.getData();
        text.setData(
                switch (random.nextInt(5)) {
                    case 0 -> MALLORY;
                    case 1 -> old + " ";
                    case 2 -> "\r\n\t" + old;
                    case 3 -> old.isEmpty() ? "x" : old.substring(1);
                    default -> old.toUpperCase(java.util.Locale.ROOT);
                });
        return true;
    }

    private boolean reorder(Document message, Document donor) {
        Element some = any(message);
        Node parent = some.getParentNode();
        if (parent instanceof Document) {
            return false;
        }
        parent.insertBefore(some, random.nextBoolean() ? parent.getFirstChild() : null);
        return true;
    }

    private boolean takeFromDonor(Document message, Document donor) {
        put(any(message), message.importNode(any(donor), true));
        return true;
    }

    /** What stands for the same thing in the other message takes its place. */
    private boolean replaceByDonors(Document message, Document donor) {
        Element some = any(message);
        List<Element> alike =
                all(donor).stream()
                        .filter(each -> each.getLocalName().equals(some.getLocalName()))
                        .toList();
        if (alike.isEmpty()) {
            return false;
        }
        some.getParentNode().replaceChild(message.importNode(pick(alike), true), some);
        return true;
    }

    private boolean exchangeText(Document message, Document donor) {
        anyText(message).setData(anyText(donor).getData());
        return true;
    }

    /** A copy that names somebody else, and itself differently where it has an ID. */
    private Element forged(Element some) {
        Element copy = (Element) some.cloneNode(true);
        boolean keepIds = random.nextInt(3) == 0;
        for (Element element : allWithin(copy)) {
            if (!keepIds && element.hasAttribute("ID")) {
                element.setAttribute("ID", "_evil" + random.nextInt(2));
            }
            if ("NameID".equals(element.getLocalName())) {
                element.setTextContent(MALLORY);
            }
        }
        return copy;
    }

    private void put(Element into, Node what) {
        List<Element> children = children(into);
        Node before = children.isEmpty() || random.nextBoolean() ? null : pick(children);
        into.insertBefore(what, before);
    }

    private Attr attribute(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        return (Attr) attributes.item(random.nextInt(attributes.getLength()));
    }

    private Element any(Document message) {
        return pick(all(message));
    }

    /** One that is so, or any where none is. */
    private Element any(Document message, Predicate<Element> so) {
        List<Element> found = all(message).stream().filter(so).toList();
        return found.isEmpty() ? message.getDocumentElement() : pick(found);
    }

    private Text anyText(Document message) {
        List<Text> texts = new ArrayList<>();
        for (Element element : all(message)) {
            for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Text text && !text.getData().isBlank()) {
                    texts.add(text);
                }
            }
        }
        return texts.isEmpty()
                ? (Text) message.getDocumentElement().appendChild(message.createTextNode("x"))
                : pick(texts);
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static List<Element> all(Document message) {
        return allWithin(message.getDocumentElement());
    }

    private static List<Element> allWithin(Element element) {
        List<Element> found = new ArrayList<>();
        found.add(element);
        children(element).forEach(child -> found.addAll(allWithin(child)));
        return found;
    }

    private static List<Element> children(Element element) {
        List<Element> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                found.add(child);
            }
        }
        return found;
    }

    private static boolean within(Node node, Node ancestor) {
        for (Node at = node; at != null; at = at.getParentNode()) {
            if (at.isSameNode(ancestor)) {
                return true;
            }
        }
        return false;
    }
}
