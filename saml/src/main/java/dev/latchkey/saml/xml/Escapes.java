package dev.latchkey.saml.xml;

/** Escaping for the XML that we write. Whatever is put in stays text: it can't become markup. */
public final class Escapes {
    private Escapes() {}

    /** Appends a value for use between double quotes; also right as element text. */
    public static void attribute(String value, StringBuilder into) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> into.append("&amp;");
                case '<' -> into.append("&lt;");
                case '>' -> into.append("&gt;");
                case '"' -> into.append("&quot;");
                case '\t' -> into.append("&#x9;");
                case '\n' -> into.append("&#xA;");
                case '\r' -> into.append("&#xD;");
                default -> into.append(c);
            }
        }
    }
}
