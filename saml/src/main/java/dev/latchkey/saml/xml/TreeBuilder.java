package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Builds the tree in one pass over the parser's events, holding it against the bounds on the way. */
final class TreeBuilder {
    private final XMLStreamReader reader;
    private final XmlBounds bounds;
    private final boolean wrapped;
    private final Set<String> ids = new HashSet<>();
    private final NameCensus names;
    private @Nullable String repeatedId;
    private int elements;

    /** A builder; with {@code wrapped}, the root is a wrapper of ours around the one element that is wanted. */
    TreeBuilder(XMLStreamReader reader, XmlBounds bounds, boolean wrapped) {
        this.reader = reader;
        this.bounds = bounds;
        this.wrapped = wrapped;
        this.names = new NameCensus(bounds.elements());
    }

    /** How many different names there were up to here. */
    int names() {
        return names.count();
    }

    XmlDocument document() throws XMLStreamException, XmlRefused {
        requireVersion1();
        XmlElement root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> root = element(null, 1);
                case XMLStreamConstants.DTD ->
                        throw new XmlRefused(Kind.DOCTYPE, "a document type declaration");
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> throw instruction();
                default -> {
                    // Comments and white space around the root mean nothing.
                }
            }
        }
        if (root == null) {
            throw new XmlRefused(Kind.NOT_XML, "no element");
        }
        return new XmlDocument(wrapped ? onlyElementOf(root) : root, ids, repeatedId);
    }

    private void requireVersion1() throws XmlRefused {
        String version = reader.getVersion();
        if (version != null && !version.isEmpty() && !version.equals("1.0")) {
            throw new XmlRefused(Kind.NOT_XML, "XML version " + version);
        }
    }

    private static XmlElement onlyElementOf(XmlElement wrapper) throws XmlRefused {
        XmlElement only = null;
        for (XmlNode node : wrapper.children()) {
            if (node instanceof XmlElement element && only == null) {
                only = element;
            } else if (!(node instanceof XmlText text && XmlSpace.isBlank(text.value()))) {
                throw new XmlRefused(Kind.NOT_XML, "more than one element");
            }
        }
        if (only == null) {
            throw new XmlRefused(Kind.NOT_XML, "no element");
        }
        return only;
    }

    private static XmlRefused instruction() {
        return new XmlRefused(Kind.PROCESSING_INSTRUCTION, "a processing instruction");
    }

    private XmlElement element(@Nullable XmlElement parent, int depth)
            throws XMLStreamException, XmlRefused {
        requireRoom(depth);
        XmlElement element = open(parent);
        List<XmlNode> children = new ArrayList<>(4);
        TextRun run = new TextRun();
        boolean commented = false;
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        run.add(reader.getText());
                // Dropped, and the text on both sides is one, as in the canonical form.
                case XMLStreamConstants.COMMENT -> commented = true;
                case XMLStreamConstants.START_ELEMENT -> {
                    run.endInto(children);
                    children.add(element(element, depth + 1));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    run.endInto(children);
                    element.close(children, commented);
                    return element;
                }
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> throw instruction();
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XmlRefused(Kind.ENTITY, "an entity reference");
                default ->
                        throw new XmlRefused(
                                Kind.NOT_XML, "something unexpected inside an element");
            }
        }
    }

    private void requireRoom(int depth) throws XmlRefused {
        if (depth > bounds.depth()) {
            throw new XmlRefused(Kind.TOO_DEEP, "more than " + bounds.depth() + " levels");
        }
        if (++elements > bounds.elements()) {
            throw new XmlRefused(Kind.TOO_MANY_ELEMENTS, "more than " + bounds.elements());
        }
    }

    /** Text between two tags, which the parser may hand over in pieces. */
    private final class TextRun {
        private @Nullable String text;
        private @Nullable StringBuilder joined;

        void add(String more) throws XmlRefused {
            if (text == null) {
                text = more;
                requireShort(more.length());
                return;
            }
            if (joined == null) {
                joined = new StringBuilder(text);
            }
            joined.append(more);
            requireShort(joined.length());
        }

        void endInto(List<XmlNode> children) {
            String all = joined != null ? joined.toString() : text;
            if (all != null && !all.isEmpty()) {
                children.add(new XmlText(all));
            }
            text = null;
            joined = null;
        }
    }

    private XmlElement open(@Nullable XmlElement parent) throws XmlRefused {
        String prefix = orEmpty(reader.getPrefix());
        String uri = orEmpty(reader.getNamespaceURI());
        requireBound(prefix, uri);
        names.note(prefix, reader.getLocalName());
        return new XmlElement(
                parent, prefix, reader.getLocalName(), uri, declarations(), attributes());
    }

    private static void requireBound(String prefix, String uri) throws XmlRefused {
        if (!prefix.isEmpty() && uri.isEmpty()) {
            throw new XmlRefused(Kind.NAMESPACE, "an unbound prefix");
        }
    }

    private String @Nullable [] declarations() throws XmlRefused {
        int count = reader.getNamespaceCount();
        if (count == 0) {
            return null;
        }
        requireFew(count);
        String[] declarations = new String[2 * count];
        for (int i = 0; i < count; i++) {
            String prefix = orEmpty(reader.getNamespacePrefix(i));
            String uri = orEmpty(reader.getNamespaceURI(i));
            requireSound(prefix, uri);
            names.note("xmlns", prefix);
            declarations[2 * i] = prefix;
            declarations[2 * i + 1] = uri;
        }
        return declarations;
    }

    /**
     * Namespaces in XML 1.0 §2–3; relative URIs are what canonicalization refuses (C14N 1.0 §1.3). No URI has white
     * space, which the library leaves as it was written here, where XML 1.0 §3.3.3 wants it normalized.
     */
    private static void requireSound(String prefix, String uri) throws XmlRefused {
        boolean isXml = prefix.equals("xml") && uri.equals(XmlElement.XML_NAMESPACE);
        boolean reserved =
                prefix.equals("xmlns")
                        || prefix.equals("xml")
                        || uri.equals(XmlElement.XML_NAMESPACE)
                        || uri.equals("http://www.w3.org/2000/xmlns/");
        if (reserved && !isXml) {
            throw new XmlRefused(Kind.NAMESPACE, "a reserved prefix or namespace declared anew");
        }
        if (uri.isEmpty() ? !prefix.isEmpty() : !isAbsolute(uri)) {
            throw new XmlRefused(Kind.NAMESPACE, "an empty or relative namespace");
        }
        if (uri.chars().anyMatch(c -> c <= ' ')) {
            throw new XmlRefused(Kind.NAMESPACE, "white space in a namespace");
        }
    }

    private static boolean isAbsolute(String uri) {
        int colon = uri.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = uri.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return colon > 0;
    }

    private List<XmlAttribute> attributes() throws XmlRefused {
        int count = reader.getAttributeCount();
        if (count == 0) {
            return List.of();
        }
        requireFew(count);
        XmlAttribute[] attributes = new XmlAttribute[count];
        for (int i = 0; i < count; i++) {
            attributes[i] = attribute(i);
            requireNew(attributes, i);
        }
        return List.of(attributes);
    }

    private XmlAttribute attribute(int i) throws XmlRefused {
        String prefix = orEmpty(reader.getAttributePrefix(i));
        String uri = orEmpty(reader.getAttributeNamespace(i));
        String name = reader.getAttributeLocalName(i);
        String value = reader.getAttributeValue(i);
        requireBound(prefix, uri);
        requireShort(value.length());
        names.note(prefix, name);
        if (isId(prefix, uri, name) && !ids.add(value)) {
            repeatedId = value;
        }
        return new XmlAttribute(prefix, name, uri, value);
    }

    /** Few attributes at the most, so that comparing each with each stays cheap. */
    private static void requireNew(XmlAttribute[] attributes, int last) throws XmlRefused {
        for (int j = 0; j < last; j++) {
            if (attributes[j].localName().equals(attributes[last].localName())
                    && attributes[j].namespaceUri().equals(attributes[last].namespaceUri())) {
                throw new XmlRefused(Kind.NOT_XML, "an attribute twice");
            }
        }
    }

    private static boolean isId(String prefix, String uri, String name) {
        return name.length() == 2
                && name.equalsIgnoreCase("id")
                && (prefix.isEmpty() || uri.equals(XmlElement.XML_NAMESPACE));
    }

    private void requireFew(int count) throws XmlRefused {
        if (count > bounds.attributes()) {
            throw new XmlRefused(Kind.TOO_MANY_ATTRIBUTES, "more than " + bounds.attributes());
        }
    }

    private void requireShort(int length) throws XmlRefused {
        if (length > bounds.textChars()) {
            throw new XmlRefused(
                    Kind.TEXT_TOO_LONG, "more than " + bounds.textChars() + " characters");
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
