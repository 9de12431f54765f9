package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Builds the tree in one pass over the parser's events, holding it against the bounds on the way. */
final class TreeBuilder {
    private static final XmlAttribute[] NO_ATTRIBUTES = {};
    private static final String XENC = "http://www.w3.org/2001/04/xmlenc#";

    private final XMLStreamReader reader;
    private final XmlBounds bounds;
    private final boolean wrapped;
    private final boolean ascii;
    private final Set<String> ids = new HashSet<>();
    private final NameCounter names;
    private final SoundNamespaces namespaces = new SoundNamespaces();
    private final TextRun run = new TextRun();

    /** The children of the elements that are open, those of the innermost last. */
    private XmlNode[] open = new XmlNode[64];

    private int openCount;

    /** Where among them those of each open element begin. */
    private int[] firsts = new int[16];

    private int depth;
    private @Nullable String repeatedId;
    private int elements;

    private TreeBuilder(
            XMLStreamReader reader,
            XmlBounds bounds,
            NameCounter names,
            boolean wrapped,
            boolean ascii) {
        this.reader = reader;
        this.bounds = bounds;
        this.wrapped = wrapped;
        this.ascii = ascii;
        this.names = names;
        names.begin(bounds.elements());
    }

    /**
     * Reads the whole document and closes the reader.
     *
     * @param wrapped whether the root is a wrapper of ours around the one element that is wanted
     * @param ascii whether no character of the document is beyond ASCII
     */
    static XmlDocument build(
            XMLStreamReader reader,
            XmlBounds bounds,
            NameCounter names,
            boolean wrapped,
            boolean ascii)
            throws XMLStreamException, XmlRefused {
        try {
            return new TreeBuilder(reader, bounds, names, wrapped, ascii).document();
        } finally {
            reader.close();
        }
    }

    private XmlDocument document() throws XMLStreamException, XmlRefused {
        requireVersion1();
        XmlElement root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> root = root();
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
            throw new XmlRefused(Kind.NOT_XML, "XML version " + Shown.value(version));
        }
    }

    private static XmlElement onlyElementOf(XmlElement wrapper) throws XmlRefused {
        XmlElement only = null;
        for (XmlNode node : wrapper.nodes()) {
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

    /** Reads the root with all that is in it, from its start tag to its end tag. */
    private XmlElement root() throws XMLStreamException, XmlRefused {
        XmlElement element = begin(null);
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        run.add(reader.getText(), element);
                // Dropped, and the text on both sides is one, as in the canonical form.
                case XMLStreamConstants.COMMENT -> element.noteComment();
                case XMLStreamConstants.START_ELEMENT -> {
                    run.end();
                    element = begin(element);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    run.end();
                    element.close(popFrom(firsts[--depth]));
                    XmlElement parent = element.parent();
                    if (parent == null) {
                        return element;
                    }
                    push(element);
                    element = parent;
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

    private XmlElement begin(@Nullable XmlElement parent) throws XmlRefused {
        requireRoom(depth + 1);
        if (depth == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * depth);
        }
        firsts[depth++] = openCount;
        return open(parent);
    }

    private void push(XmlNode node) {
        if (openCount == open.length) {
            open = Arrays.copyOf(open, 2 * openCount);
        }
        open[openCount++] = node;
    }

    private XmlNode[] popFrom(int first) {
        int count = openCount - first;
        openCount = first;
        return switch (count) {
            case 0 -> XmlElement.NO_NODES;
            case 1 -> new XmlNode[] {open[first]};
            default -> Arrays.copyOfRange(open, first, first + count);
        };
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

        void add(String more, XmlElement element) throws XmlRefused {
            if (text == null) {
                text = more;
                requireShort(more.length(), element);
                return;
            }
            if (joined == null) {
                joined = new StringBuilder(text);
            }
            joined.append(more);
            requireShort(joined.length(), element);
        }

        /** A cipher value is no text, but a whole assertion: the size of the message is its bound. */
        private void requireShort(int length, XmlElement element) throws XmlRefused {
            if (length > bounds.textChars() && !element.is(XENC, "CipherValue")) {
                throw tooLong();
            }
        }

        void end() {
            String all = joined != null ? joined.toString() : text;
            if (all != null && !all.isEmpty()) {
                push(new XmlText(all));
            }
            text = null;
            joined = null;
        }
    }

    private XmlElement open(@Nullable XmlElement parent) throws XmlRefused {
        String prefix = orEmpty(reader.getPrefix());
        String uri = orEmpty(reader.getNamespaceURI());
        String localName = reader.getLocalName();
        requireBound(prefix, uri);
        String qualifiedName = names.note(prefix, localName);
        return new XmlElement(
                parent, prefix, localName, qualifiedName, uri, declarations(), attributes(), ascii);
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
            if (prefix.isEmpty()) {
                requireDefault(uri, i);
            }
            namespaces.requireSound(prefix, uri);
            names.note("xmlns", prefix);
            declarations[2 * i] = prefix;
            declarations[2 * i + 1] = uri;
        }
        return declarations;
    }

    /** What is written {@code xmlns:=""} comes as a default, and binds none. */
    private void requireDefault(String uri, int at) throws XmlRefused {
        boolean twice = false;
        for (int i = 0; i < at; i++) {
            twice |= orEmpty(reader.getNamespacePrefix(i)).isEmpty();
        }
        if (twice || !uri.equals(orEmpty(reader.getNamespaceURI("")))) {
            throw new XmlRefused(Kind.NOT_XML, "a declaration that is no QName: \"xmlns:\"");
        }
    }

    private XmlAttribute[] attributes() throws XmlRefused {
        int count = reader.getAttributeCount();
        if (count == 0) {
            return NO_ATTRIBUTES;
        }
        requireFew(count);
        XmlAttribute[] attributes = new XmlAttribute[count];
        for (int i = 0; i < count; i++) {
            attributes[i] = attribute(i);
            requireNew(attributes, i);
        }
        return attributes;
    }

    private XmlAttribute attribute(int i) throws XmlRefused {
        String prefix = orEmpty(reader.getAttributePrefix(i));
        String uri = prefix.isEmpty() ? "" : orEmpty(reader.getAttributeNamespace(i));
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
            throw tooLong();
        }
    }

    private XmlRefused tooLong() {
        return new XmlRefused(
                Kind.TEXT_TOO_LONG, "more than " + bounds.textChars() + " characters");
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
