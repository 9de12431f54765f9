package dev.latchkey.saml.xml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing buffer of UTF-8 octets. */
final class Octets {
    private byte[] bytes;
    private int length;

    Octets(int capacity) {
        bytes = new byte[capacity];
    }

    void ascii(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    /** Adds what needs no escape: names, and what we wrote ourselves. */
    void plain(String text) {
        int n = text.length();
        reserve(3 * n);
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                i = wide(text, i, c);
            }
        }
    }

    /** Adds the text of an element, escaped as C14N 1.0 §2.3 says. */
    void text(String text) {
        int n = text.length();
        reserve(5 * n);
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i = wide(text, i, c);
            } else if (c > '>' || (c != '&' && c != '<' && c != '>' && c != '\r')) {
                bytes[length++] = (byte) c;
            } else {
                put(c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&#xD;");
            }
        }
    }

    /** Adds an attribute's value, escaped as C14N 1.0 §2.3 says. */
    void attribute(String value) {
        int n = value.length();
        reserve(6 * n);
        for (int i = 0; i < n; i++) {
            char c = value.charAt(i);
            String escape = c > '<' ? null : attributeEscape(c);
            if (c >= 0x80) {
                i = wide(value, i, c);
            } else if (escape == null) {
                bytes[length++] = (byte) c;
            } else {
                put(escape);
            }
        }
    }

    private static @Nullable String attributeEscape(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '"' -> "&quot;";
            case '\t' -> "&#x9;";
            case '\n' -> "&#xA;";
            case '\r' -> "&#xD;";
            default -> null;
        };
    }

    private void put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    /** Writes the character at {@code i} in two to four octets; says where it ends. */
    private int wide(String text, int i, char c) {
        if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | (c >> 6));
            tail(c);
            return i;
        }
        if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
            int point = Character.toCodePoint(c, text.charAt(i + 1));
            bytes[length++] = (byte) (0xf0 | (point >> 18));
            tail(point >> 12);
            tail(point >> 6);
            tail(point);
            return i + 1;
        }
        bytes[length++] = (byte) (0xe0 | (c >> 12));
        tail(c >> 6);
        tail(c);
        return i;
    }

    private void tail(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3f));
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }
}
