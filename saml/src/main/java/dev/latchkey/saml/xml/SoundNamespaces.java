package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Namespaces in XML 1.0 §2–3; relative URIs are what canonicalization refuses (C14N 1.0 §1.3). No URI has white space,
 * which the library leaves as it was written here, where XML 1.0 §3.3.3 wants it normalized.
 */
final class SoundNamespaces {
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    private static final int REMEMBERED = 16;

    /** Some that were found sound in this document: the same few are declared over and over. */
    private final @Nullable String[] sound = new String[REMEMBERED];

    void requireSound(String prefix, String uri) throws XmlRefused {
        boolean isXml = prefix.equals("xml") && uri.equals(XmlElement.XML_NAMESPACE);
        boolean reserved =
                prefix.equals("xmlns")
                        || prefix.equals("xml")
                        || uri.equals(XmlElement.XML_NAMESPACE)
                        || uri.equals(XMLNS);
        if (reserved && !isXml) {
            throw new XmlRefused(Kind.NAMESPACE, "a reserved prefix or namespace declared anew");
        }
        if (!uri.isEmpty()) {
            requireSound(uri);
        } else if (!prefix.isEmpty()) {
            throw relative();
        }
    }

    private void requireSound(String uri) throws XmlRefused {
        int place = uri.hashCode() & (REMEMBERED - 1);
        if (uri.equals(sound[place])) {
            return;
        }
        if (!isAbsolute(uri)) {
            throw relative();
        }
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) <= ' ') {
                throw new XmlRefused(Kind.NAMESPACE, "white space in a namespace");
            }
        }
        sound[place] = uri;
    }

    private static XmlRefused relative() {
        return new XmlRefused(Kind.NAMESPACE, "an empty or relative namespace");
    }

    private static boolean isAbsolute(String uri) {
        int colon = uri.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = uri.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return colon > 0;
    }
}
