package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts a document's different names. The parser's own table of names grows slow with each, and keeps them; what SAML
 * sends has some dozens.
 */
final class NameCensus {
    private static final int MOST = 1_000;

    private final Map<String, Set<String>> byPrefix = new HashMap<>();
    private int count;

    void note(String prefix, String localName) throws XmlRefused {
        Set<String> names = byPrefix.get(prefix);
        if (names == null) {
            names = new HashSet<>();
            byPrefix.put(prefix, names);
        }
        if (names.add(localName) && ++count > MOST) {
            throw new XmlRefused(Kind.TOO_MANY_ELEMENTS, "more than " + MOST + " different names");
        }
    }

    int count() {
        return count;
    }
}
