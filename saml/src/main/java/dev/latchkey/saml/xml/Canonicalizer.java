package dev.latchkey.saml.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the canonical form of an element straight from the tree: Exclusive XML Canonicalization 1.0, Canonical XML
 * 1.0 and 1.1, each over a whole element with at most one element left out of it.
 */
public final class Canonicalizer {
    private static final Comparator<XmlAttribute> ORDER =
            Comparator.comparing(XmlAttribute::namespaceUri).thenComparing(XmlAttribute::localName);
    private static final int USUAL_SIZE = 8192;

    private final Canonicalization form;
    private final Collection<String> inclusivePrefixes;
    private final @Nullable XmlElement leftOut;
    private final Octets out = new Octets(USUAL_SIZE);

    /** The declarations in force in the output: prefix and URI in turn, the nearest last. */
    private String[] rendered = new String[32];

    private int renderedCount;

    private Canonicalizer(
            Canonicalization form,
            Collection<String> inclusivePrefixes,
            @Nullable XmlElement leftOut) {
        this.form = form;
        this.inclusivePrefixes = inclusivePrefixes;
        this.leftOut = leftOut;
    }

    /**
     * The canonical octets of an element in its document.
     *
     * @param inclusivePrefixes the PrefixList of an exclusive form, with the empty string for {@code #default}
     * @param leftOut an element that is not written (the enveloped signature), or null
     */
    public static CanonicalOctets canonicalize(
            XmlElement apex,
            Canonicalization form,
            Set<String> inclusivePrefixes,
            @Nullable XmlElement leftOut) {
        Canonicalizer canonicalizer = new Canonicalizer(form, inclusivePrefixes, leftOut);
        canonicalizer.write(apex, true);
        return new CanonicalOctets(canonicalizer.out);
    }

    private void write(XmlElement element, boolean apex) {
        int mark = renderedCount;
        out.ascii('<');
        name(element.prefix(), element.localName());
        namespaces(element, apex);
        attributes(element, apex);
        out.ascii('>');
        for (XmlNode child : element.children()) {
            if (child instanceof XmlText text) {
                out.text(text.value());
            } else if (child instanceof XmlElement inner && inner != leftOut) {
                write(inner, false);
            }
        }
        out.plain("</");
        name(element.prefix(), element.localName());
        out.ascii('>');
        renderedCount = mark;
    }

    private void name(String prefix, String localName) {
        if (!prefix.isEmpty()) {
            out.plain(prefix);
            out.ascii(':');
        }
        out.plain(localName);
    }

    private void namespaces(XmlElement element, boolean apex) {
        int first = renderedCount;
        if (form == Canonicalization.EXCLUSIVE) {
            useVisible(element, first);
        } else {
            useDeclared(element, element, first);
            for (XmlElement at = element.parent(); apex && at != null; at = at.parent()) {
                useDeclared(element, at, first);
            }
        }
        sortByPrefix(first);
        for (int i = first; i < renderedCount; i += 2) {
            out.plain(rendered[i].isEmpty() ? " xmlns" : " xmlns:");
            out.plain(rendered[i]);
            out.plain("=\"");
            out.attribute(rendered[i + 1]);
            out.ascii('"');
        }
    }

    /** Exclusive C14N §3: a declaration is written where its prefix is visibly used and not yet in force. */
    private void useVisible(XmlElement element, int first) {
        use(element, element.prefix(), first);
        for (XmlAttribute attribute : element.attributes()) {
            if (!attribute.prefix().isEmpty()) {
                use(element, attribute.prefix(), first);
            }
        }
        for (String prefix : inclusivePrefixes) {
            use(element, prefix, first);
        }
    }

    private void useDeclared(XmlElement element, XmlElement declaring, int first) {
        String[] declarations = declaring.declarations();
        for (int i = 0; i < declarations.length; i += 2) {
            use(element, declarations[i], first);
        }
    }

    /** Notes that a prefix must be in force here, unless an ancestor has written it with the same URI. */
    private void use(XmlElement element, String prefix, int first) {
        String uri = prefix.equals("xml") ? null : element.namespaceOf(prefix);
        if (uri == null) {
            return;
        }
        for (int i = renderedCount - 2; i >= 0; i -= 2) {
            if (rendered[i].equals(prefix)) {
                if (i < first && !rendered[i + 1].equals(uri)) {
                    push(prefix, uri);
                }
                return;
            }
        }
        if (!(prefix.isEmpty() && uri.isEmpty())) {
            push(prefix, uri);
        }
    }

    private void push(String prefix, String uri) {
        if (renderedCount == rendered.length) {
            rendered = Arrays.copyOf(rendered, 2 * renderedCount);
        }
        rendered[renderedCount++] = prefix;
        rendered[renderedCount++] = uri;
    }

    private void sortByPrefix(int first) {
        for (int i = first + 2; i < renderedCount; i += 2) {
            for (int j = i; j > first && rendered[j].compareTo(rendered[j - 2]) < 0; j -= 2) {
                swap(j, j - 2);
                swap(j + 1, j - 1);
            }
        }
    }

    private void swap(int i, int j) {
        String held = rendered[i];
        rendered[i] = rendered[j];
        rendered[j] = held;
    }

    private void attributes(XmlElement element, boolean apex) {
        List<XmlAttribute> attributes = element.attributes();
        if (apex && form != Canonicalization.EXCLUSIVE) {
            attributes = withInherited(element);
        }
        if (attributes.size() > 1) {
            attributes = new ArrayList<>(attributes);
            attributes.sort(ORDER);
        }
        for (XmlAttribute attribute : attributes) {
            out.ascii(' ');
            name(attribute.prefix(), attribute.localName());
            out.plain("=\"");
            out.attribute(attribute.value());
            out.ascii('"');
        }
    }

    /** C14N 1.0 §2.4 takes every xml: attribute of the ancestors along; C14N 1.1 §2.4 only xml:lang and xml:space. */
    private List<XmlAttribute> withInherited(XmlElement element) {
        TreeMap<String, XmlAttribute> inherited = new TreeMap<>();
        for (XmlElement at = element.parent(); at != null; at = at.parent()) {
            for (XmlAttribute attribute : at.attributes()) {
                if (attribute.namespaceUri().equals(XmlElement.XML_NAMESPACE)
                        && inherits(attribute.localName())) {
                    inherited.putIfAbsent(attribute.localName(), attribute);
                }
            }
        }
        List<XmlAttribute> all = new ArrayList<>(element.attributes());
        for (XmlAttribute attribute : element.attributes()) {
            if (attribute.namespaceUri().equals(XmlElement.XML_NAMESPACE)) {
                inherited.remove(attribute.localName());
            }
        }
        all.addAll(inherited.values());
        return all;
    }

    private boolean inherits(String localName) {
        return form == Canonicalization.INCLUSIVE_1_0
                || localName.equals("lang")
                || localName.equals("space");
    }
}
