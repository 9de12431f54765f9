package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts a document's different names. The parser's own table of names grows slow with each, and keeps them; a message
 * has some dozens, and the metadata of a whole federation some hundreds.
 *
 * <p>One census serves several documents, one after the other: a name that it knows costs a look at a shelf.
 */
final class NameCounter {
    private static final int LEAST_BOUND = 100;
    private static final int MOST_BOUND = 5_000;
    private static final int SHELVES = 256;

    /** A name, and the number of the document that it was last counted in. */
    private static final class Name {
        private final String prefix;
        private final String localName;
        private final String qualified;
        private int countedIn;

        Name(String prefix, String localName) {
            this.prefix = prefix;
            this.localName = localName;
            this.qualified = prefix.isEmpty() ? localName : prefix + ":" + localName;
        }

        @SuppressWarnings("ReferenceEquality") // the parser hands over the same String mostly
        boolean is(String prefix, String localName) {
            return (this.localName == localName && this.prefix == prefix)
                    || isEqual(prefix, localName);
        }

        private boolean isEqual(String prefix, String localName) {
            return this.localName.equals(localName) && this.prefix.equals(prefix);
        }
    }

    private final Map<String, Map<String, Name>> byPrefix = new HashMap<>();
    private final @Nullable Name[] shelf = new Name[SHELVES];
    private int known;
    private int document;
    private int most;
    private int count;

    /** Begins with the next document, of at most so many elements, a tenth of which may differ in their names. */
    void begin(int elements) {
        most = Math.clamp(elements / 10, LEAST_BOUND, MOST_BOUND);
        count = 0;
        document++;
    }

    /** Counts a name; gives it as it is written, with its prefix. */
    String note(String prefix, String localName) throws XmlRefused {
        int place = (localName.hashCode() + 31 * prefix.hashCode()) & (SHELVES - 1);
        Name name = shelf[place];
        if (name == null || !name.is(prefix, localName)) {
            name = known(prefix, localName);
            shelf[place] = name;
        }
        if (name.countedIn != document) {
            name.countedIn = document;
            if (++count > most) {
                throw new XmlRefused(
                        Kind.TOO_MANY_ELEMENTS, "more than " + most + " different names");
            }
        }
        return name.qualified;
    }

    private Name known(String prefix, String localName) throws XmlRefused {
        Map<String, Name> ofPrefix = byPrefix.computeIfAbsent(prefix, key -> new HashMap<>());
        Name name = ofPrefix.get(localName);
        if (name == null) {
            requireName(prefix, localName);
            known++;
            name = new Name(prefix, localName);
            ofPrefix.put(localName, name);
        }
        return name;
    }

    /**
     * The library takes for a local name what may stand anywhere in a name, and nothing at all: such a name is no QName
     * (Namespaces in XML 1.0 §4). It is looked at when it is met for the first time.
     */
    private static void requireName(String prefix, String localName) throws XmlRefused {
        boolean ofDefault = localName.isEmpty() && prefix.equals("xmlns");
        if (!ofDefault && (localName.isEmpty() || !beginsName(localName.codePointAt(0)))) {
            throw new XmlRefused(
                    Kind.NOT_XML,
                    "a name that is no QName: " + Shown.value(prefix + ":" + localName));
        }
    }

    /** NameStartChar of XML 1.0 §2.3 without the colon. */
    private static boolean beginsName(int c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        }
        return (c >= 0xc0 && c <= 0x2ff && c != 0xd7 && c != 0xf7)
                || (c >= 0x370 && c <= 0x1fff && c != 0x37e)
                || c == 0x200c
                || c == 0x200d
                || (c >= 0x2070 && c <= 0x218f)
                || (c >= 0x2c00 && c <= 0x2fef)
                || (c >= 0x3001 && c <= 0xd7ff)
                || (c >= 0xf900 && c <= 0xfdcf)
                || (c >= 0xfdf0 && c <= 0xfffd)
                || (c >= 0x10000 && c <= 0xeffff);
    }

    /** How many different names all of the documents had. */
    int known() {
        return known;
    }
}
