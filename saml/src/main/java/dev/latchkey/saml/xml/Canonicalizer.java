package dev.latchkey.saml.xml;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the canonical form of an element straight from the tree: Exclusive XML Canonicalization 1.0, Canonical XML
 * 1.0 and 1.1, each over a whole element with at most one element left out of it.
 */
public final class Canonicalizer {
    private final Canonicalization form;
    private final Collection<String> inclusivePrefixes;
    private final @Nullable XmlElement leftOut;
    private final Octets out;
    private final NamespaceStack inForce = new NamespaceStack();

    private Canonicalizer(
            Canonicalization form,
            Collection<String> inclusivePrefixes,
            @Nullable XmlElement leftOut,
            Octets out) {
        this.form = form;
        this.inclusivePrefixes = inclusivePrefixes;
        this.leftOut = leftOut;
        this.out = out;
    }

    /**
     * The canonical octets of an element in its document, to be closed when they are used.
     *
     * @param inclusivePrefixes the PrefixList of an exclusive form, with the empty string for {@code #default}
     * @param leftOut an element that is not written (the enveloped signature), or null
     * @throws OverlongForm where they are more than 4 MiB
     */
    public static CanonicalOctets canonicalize(
            XmlElement apex,
            Canonicalization form,
            Set<String> inclusivePrefixes,
            @Nullable XmlElement leftOut) {
        CanonicalOctets octets = CanonicalOctets.begin(apex.isAscii());
        new Canonicalizer(form, inclusivePrefixes, leftOut, octets.open()).write(apex, true);
        return octets;
    }

    /** The xml:base of the nearest element around this one that has one, or null. */
    public static @Nullable String baseAbove(XmlElement apex) {
        for (XmlElement at = apex.parent(); at != null; at = at.parent()) {
            String base = at.attribute(XmlElement.XML_NAMESPACE, "base");
            if (base != null) {
                return base;
            }
        }
        return null;
    }

    private void write(XmlElement element, boolean apex) {
        int mark = inForce.count();
        out.openTag(element.qualifiedName());
        namespaces(element, apex);
        attributes(element, apex);
        out.ascii('>');
        for (XmlNode child : element.nodes()) {
            if (child instanceof XmlText text) {
                out.text(text.value());
            } else if (child instanceof XmlElement inner && inner != leftOut) {
                write(inner, false);
            }
        }
        out.endTag(element.qualifiedName());
        inForce.popTo(mark);
    }

    private void namespaces(XmlElement element, boolean apex) {
        int first = inForce.count();
        if (form == Canonicalization.EXCLUSIVE) {
            useVisible(element, first);
            useListed(element, apex, first);
        } else if (apex) {
            useInherited(element, first);
        } else {
            useDeclared(element, first);
        }
        inForce.sort(first);
        for (int i = first; i < inForce.count(); i++) {
            String prefix = inForce.prefix(i);
            if (prefix.isEmpty()) {
                out.attribute("", "xmlns", inForce.uri(i));
            } else {
                out.attribute("xmlns", prefix, inForce.uri(i));
            }
        }
    }

    /** Exclusive C14N §3: a declaration is written where its prefix is visibly used and not yet in force. */
    private void useVisible(XmlElement element, int first) {
        use(element.prefix(), element.namespaceUri(), first);
        for (XmlAttribute attribute : element.attributeArray()) {
            if (!attribute.prefix().isEmpty()) {
                use(attribute.prefix(), attribute.namespaceUri(), first);
            }
        }
    }

    /** The prefixes of the PrefixList are as in the inclusive form: below the apex, only a declaration changes one. */
    private void useListed(XmlElement element, boolean apex, int first) {
        if (apex) {
            for (String prefix : inclusivePrefixes) {
                String uri = element.namespaceOf(prefix);
                if (uri != null) {
                    use(prefix, uri, first);
                }
            }
        } else if (!inclusivePrefixes.isEmpty()) {
            String[] declared = element.declarations();
            for (int i = 0; i < declared.length; i += 2) {
                if (inclusivePrefixes.contains(declared[i])) {
                    use(declared[i], declared[i + 1], first);
                }
            }
        }
    }

    private void useDeclared(XmlElement element, int first) {
        String[] declared = element.declarations();
        for (int i = 0; i < declared.length; i += 2) {
            use(declared[i], declared[i + 1], first);
        }
    }

    /** The apex of an inclusive form takes along every declaration of its ancestors, the nearest of each prefix. */
    private void useInherited(XmlElement apex, int first) {
        Map<String, String> inherited = new TreeMap<>();
        for (XmlElement at = apex; at != null; at = at.parent()) {
            String[] declared = at.declarations();
            for (int i = 0; i < declared.length; i += 2) {
                inherited.putIfAbsent(declared[i], declared[i + 1]);
            }
        }
        inherited.forEach((prefix, uri) -> use(prefix, uri, first));
    }

    /** Notes that a prefix must be in force here, unless an ancestor has written it with the same URI. */
    private void use(String prefix, String uri, int first) {
        if (prefix.equals("xml")) {
            return;
        }
        int at = inForce.find(prefix);
        boolean undeclared = at < 0 && prefix.isEmpty() && uri.isEmpty();
        boolean held = at >= first || (at >= 0 && inForce.uri(at).equals(uri));
        if (!undeclared && !held) {
            inForce.push(prefix, uri);
        }
    }

    private void attributes(XmlElement element, boolean apex) {
        XmlAttribute[] attributes = element.attributeArray();
        if (apex && form != Canonicalization.EXCLUSIVE) {
            attributes = withInherited(element);
        }
        for (XmlAttribute attribute : CanonicalOrder.of(attributes)) {
            out.attribute(attribute.prefix(), attribute.localName(), attribute.value());
        }
    }

    /**
     * C14N 1.0 §2.4 takes every xml: attribute of the ancestors along; C14N 1.1 §2.4 only xml:lang and xml:space, and it
     * joins xml:base, which is not done here: see {@link #baseAbove}.
     */
    private XmlAttribute[] withInherited(XmlElement element) {
        Map<String, XmlAttribute> inherited = new TreeMap<>();
        for (XmlElement at = element.parent(); at != null; at = at.parent()) {
            for (XmlAttribute attribute : at.attributeArray()) {
                if (attribute.namespaceUri().equals(XmlElement.XML_NAMESPACE)
                        && inherits(attribute.localName())
                        && element.attribute(XmlElement.XML_NAMESPACE, attribute.localName())
                                == null) {
                    inherited.putIfAbsent(attribute.localName(), attribute);
                }
            }
        }
        XmlAttribute[] own = element.attributeArray();
        XmlAttribute[] all = java.util.Arrays.copyOf(own, own.length + inherited.size());
        int at = own.length;
        for (XmlAttribute attribute : inherited.values()) {
            all[at++] = attribute;
        }
        return all;
    }

    private boolean inherits(String localName) {
        return form == Canonicalization.INCLUSIVE_1_0
                || localName.equals("lang")
                || localName.equals("space");
    }
}
