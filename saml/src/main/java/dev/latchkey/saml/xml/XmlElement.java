package dev.latchkey.saml.xml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of a parsed document. Nobody outside this package can make or change one. */
public final class XmlElement implements XmlNode {
    static final String XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
    private static final String[] NO_DECLARATIONS = {};
    static final XmlNode[] NO_NODES = {};

    private final @Nullable XmlElement parent;
    private final String prefix;
    private final String localName;
    private final String qualifiedName;
    private final String namespaceUri;
    private final String[] declarations;
    private final XmlAttribute[] attributes;
    private final boolean ascii;
    private XmlNode[] nodes = NO_NODES;
    private boolean commented;

    /**
     * An element whose children are still being parsed.
     *
     * @param qualifiedName the name as it is written, with its prefix
     * @param declarations prefix and URI in turn; null for none
     * @param ascii whether no character of the whole document is beyond ASCII
     */
    XmlElement(
            @Nullable XmlElement parent,
            String prefix,
            String localName,
            String qualifiedName,
            String namespaceUri,
            String @Nullable [] declarations,
            XmlAttribute[] attributes,
            boolean ascii) {
        this.parent = parent;
        this.prefix = prefix;
        this.localName = localName;
        this.qualifiedName = qualifiedName;
        this.namespaceUri = namespaceUri;
        this.declarations = declarations == null ? NO_DECLARATIONS : declarations;
        this.attributes = attributes;
        this.ascii = ascii;
    }

    void close(XmlNode[] nodes) {
        this.nodes = nodes;
    }

    void noteComment() {
        commented = true;
    }

    /** Whether a comment stood in this element or in one within it; comments themselves are not kept. */
    public boolean hadComment() {
        if (commented) {
            return true;
        }
        for (XmlNode node : nodes) {
            if (node instanceof XmlElement child && child.hadComment()) {
                return true;
            }
        }
        return false;
    }

    public @Nullable XmlElement parent() {
        return parent;
    }

    public String prefix() {
        return prefix;
    }

    public String localName() {
        return localName;
    }

    /** The name as it is written, with its prefix. */
    String qualifiedName() {
        return qualifiedName;
    }

    public String namespaceUri() {
        return namespaceUri;
    }

    public List<XmlAttribute> attributes() {
        return List.of(attributes);
    }

    public List<XmlNode> children() {
        return List.of(nodes);
    }

    public int childCount() {
        return nodes.length;
    }

    public XmlNode child(int at) {
        return nodes[at];
    }

    /** The children themselves; not to be changed. */
    XmlNode[] nodes() {
        return nodes;
    }

    /** The attributes themselves; not to be changed. */
    XmlAttribute[] attributeArray() {
        return attributes;
    }

    /** Whether no character of the whole document is beyond ASCII; where false, there may be none all the same. */
    boolean isAscii() {
        return ascii;
    }

    String[] declarations() {
        return declarations;
    }

    public boolean is(String namespaceUri, String localName) {
        return this.localName.equals(localName) && this.namespaceUri.equals(namespaceUri);
    }

    /** The value of the attribute with this name in no namespace, or null. */
    public @Nullable String attribute(String name) {
        return attribute("", name);
    }

    /** The value of the attribute with this namespace and name, or null. */
    public @Nullable String attribute(String namespaceUri, String name) {
        for (XmlAttribute attribute : attributes) {
            if (attribute.localName().equals(name)
                    && attribute.namespaceUri().equals(namespaceUri)) {
                return attribute.value();
            }
        }
        return null;
    }

    /** The child elements, in document order. */
    public List<XmlElement> elements() {
        List<XmlElement> found = new ArrayList<>(nodes.length);
        for (XmlNode child : nodes) {
            if (child instanceof XmlElement element) {
                found.add(element);
            }
        }
        return found;
    }

    /** The child elements with this name. */
    public List<XmlElement> elements(String namespaceUri, String localName) {
        List<XmlElement> found = new ArrayList<>(2);
        for (XmlNode child : nodes) {
            if (child instanceof XmlElement element && element.is(namespaceUri, localName)) {
                found.add(element);
            }
        }
        return found;
    }

    /** The one child element with this name; null where there is none, or more than one: two matches are no match. */
    public @Nullable XmlElement only(String namespaceUri, String localName) {
        XmlElement match = null;
        for (XmlNode child : nodes) {
            if (child instanceof XmlElement element && element.is(namespaceUri, localName)) {
                if (match != null) {
                    return null;
                }
                match = element;
            }
        }
        return match;
    }

    /** The element's own text; null when it has child elements. */
    public @Nullable String text() {
        if (nodes.length == 0) {
            return "";
        }
        return nodes.length == 1 && nodes[0] instanceof XmlText text ? text.value() : null;
    }

    /** The text of the element and everything in it. */
    public String deepText() {
        String own = text();
        if (own != null) {
            return own;
        }
        StringBuilder all = new StringBuilder();
        appendText(all);
        return all.toString();
    }

    private void appendText(StringBuilder into) {
        for (XmlNode child : nodes) {
            switch (child) {
                case XmlText text -> into.append(text.value());
                case XmlElement element -> element.appendText(into);
            }
        }
    }

    /** The URI that a prefix is bound to here; empty for an undeclared default, null for an unbound prefix. */
    @Nullable String namespaceOf(String prefix) {
        for (XmlElement at = this; at != null; at = at.parent) {
            String[] declared = at.declarations;
            for (int i = 0; i < declared.length; i += 2) {
                if (declared[i].equals(prefix)) {
                    return declared[i + 1];
                }
            }
        }
        return prefix.isEmpty() ? "" : null;
    }

    @Override
    public String toString() {
        return qualifiedName;
    }
}
