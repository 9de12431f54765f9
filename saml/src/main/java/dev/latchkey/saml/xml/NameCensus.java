package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts a document's different names. The parser's own table of names grows slow with each, and keeps them; a message
 * has some dozens, and the metadata of a whole federation some hundreds.
 */
final class NameCensus {
    private static final int LEAST_BOUND = 100;
    private static final int MOST_BOUND = 5_000;

    private final int most;
    private final Map<String, Set<String>> byPrefix = new HashMap<>();
    private int count;

    /** @param elements how many elements there may be, a tenth of which may differ in their names */
    NameCensus(int elements) {
        most = Math.clamp(elements / 10, LEAST_BOUND, MOST_BOUND);
    }

    void note(String prefix, String localName) throws XmlRefused {
        Set<String> names = byPrefix.get(prefix);
        if (names == null) {
            names = new HashSet<>();
            byPrefix.put(prefix, names);
        }
        if (names.add(localName) && ++count > most) {
            throw new XmlRefused(Kind.TOO_MANY_ELEMENTS, "more than " + most + " different names");
        }
    }

    int count() {
        return count;
    }
}
