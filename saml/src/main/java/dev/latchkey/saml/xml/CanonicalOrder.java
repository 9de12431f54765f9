package dev.latchkey.saml.xml;

import java.util.Arrays;
import java.util.Comparator;

/** The order of attributes in a canonical form (C14N 1.0 §2.2): by namespace URI, then by local name. */
final class CanonicalOrder {
    private static final Comparator<XmlAttribute> ORDER = CanonicalOrder::compare;

    private CanonicalOrder() {}

    /** The attributes in this order: the array itself, which nobody may change, where they have it already. */
    static XmlAttribute[] of(XmlAttribute[] attributes) {
        for (int i = 1; i < attributes.length; i++) {
            if (compare(attributes[i - 1], attributes[i]) > 0) {
                XmlAttribute[] sorted = attributes.clone();
                Arrays.sort(sorted, ORDER);
                return sorted;
            }
        }
        return attributes;
    }

    @SuppressWarnings(
            "ReferenceEquality") // the same URI is mostly the same String; the rest is compared
    private static int compare(XmlAttribute one, XmlAttribute other) {
        int byUri =
                one.namespaceUri() == other.namespaceUri()
                        ? 0
                        : one.namespaceUri().compareTo(other.namespaceUri());
        return byUri != 0 ? byUri : one.localName().compareTo(other.localName());
    }
}
