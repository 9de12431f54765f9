package dev.latchkey.saml.xml;

import org.jspecify.annotations.Nullable;

/**
 * The canonical forms that are accepted. The names with and without comments mean the same here, since no comment is
 * in the tree.
 */
public enum Canonicalization {
    EXCLUSIVE("http://www.w3.org/2001/10/xml-exc-c14n#"),
    INCLUSIVE_1_0("http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
    INCLUSIVE_1_1("http://www.w3.org/2006/12/xml-c14n11");

    private final String uri;

    Canonicalization(String uri) {
        this.uri = uri;
    }

    public String uri() {
        return uri;
    }

    /** The form with this algorithm URI, or null. */
    public static @Nullable Canonicalization of(@Nullable String algorithm) {
        if (algorithm == null) {
            return null;
        }
        String plain =
                algorithm.endsWith("WithComments")
                        ? algorithm.substring(0, algorithm.length() - "WithComments".length())
                        : algorithm;
        return switch (plain) {
            case "http://www.w3.org/2001/10/xml-exc-c14n#" -> EXCLUSIVE;
            case "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#" ->
                    INCLUSIVE_1_0;
            case "http://www.w3.org/2006/12/xml-c14n11", "http://www.w3.org/2006/12/xml-c14n11#" ->
                    INCLUSIVE_1_1;
            default -> null;
        };
    }
}
