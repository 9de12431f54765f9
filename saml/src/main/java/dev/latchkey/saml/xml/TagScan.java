package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;

/**
 * Counts the attributes of each tag before the parser sees it: the parser takes in a whole tag before it hands it over,
 * at a cost that grows with the square of their number.
 */
final class TagScan {
    /** Below this size, no tag has enough of them to matter. */
    private static final int SMALL = 8 * 1024;

    private final byte[] bytes;
    private final int most;
    private int at;

    private TagScan(byte[] bytes, int most) {
        this.bytes = bytes;
        this.most = most;
    }

    /** Refuses a tag with more attributes and declarations together than each may have. */
    static void requireFewAttributes(byte[] bytes, XmlBounds bounds) throws XmlRefused {
        if (bytes.length > SMALL) {
            new TagScan(bytes, 2 * bounds.attributes()).scan();
        }
    }

    private void scan() throws XmlRefused {
        while (find('<')) {
            if (startsWith("!--")) {
                skipBehind("-->");
            } else if (startsWith("![CDATA[")) {
                skipBehind("]]>");
            } else if (startsWith("?")) {
                skipBehind("?>");
            } else if (startsWith("!")) {
                // A document type declaration, at which the parser stops.
                return;
            } else {
                tag();
            }
        }
    }

    private void tag() throws XmlRefused {
        int values = 0;
        while (at < bytes.length && bytes[at] != '>') {
            byte c = bytes[at++];
            if (c == '"' || c == '\'') {
                if (++values > most) {
                    throw new XmlRefused(Kind.TOO_MANY_ATTRIBUTES, "more than " + most);
                }
                find((char) c);
            }
        }
    }

    /** Goes behind the next such character. */
    private boolean find(char wanted) {
        while (at < bytes.length) {
            if (bytes[at++] == wanted) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(String text) {
        if (at + text.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void skipBehind(String end) {
        while (at < bytes.length && !startsWith(end)) {
            at++;
        }
        at += end.length();
    }
}
