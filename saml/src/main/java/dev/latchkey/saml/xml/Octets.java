package dev.latchkey.saml.xml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer of UTF-8 octets, up to a bound. What is ASCII and needs no escape, nearly all of a message, is copied
 * as it stands and looked over afterwards, eight octets at a time.
 */
final class Octets {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int EIGHT_OCTETS = 8;
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH << 7;

    /** A char takes three octets at the most; two that stand for one character take four together. */
    private static final int MOST_OCTETS = 3;

    private final int most;
    private byte[] bytes;
    private int length;
    private boolean ascii;

    Octets(int capacity, int most) {
        this.bytes = new byte[capacity];
        this.most = most;
    }

    /** Begins anew; {@code ascii} promises that no text with another character is coming. */
    void begin(boolean ascii) {
        this.length = 0;
        this.ascii = ascii;
    }

    void ascii(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    /** Begins a start tag. */
    void openTag(String qualifiedName) {
        reserve(1 + most(qualifiedName));
        bytes[length++] = '<';
        plain(qualifiedName);
    }

    /** Writes an end tag. */
    void endTag(String qualifiedName) {
        reserve(3 + most(qualifiedName));
        bytes[length++] = '<';
        bytes[length++] = '/';
        plain(qualifiedName);
        bytes[length++] = '>';
    }

    /** Writes an attribute or, with the prefix {@code xmlns}, a declaration. */
    void attribute(String prefix, String localName, String value) {
        reserve(4 + most(prefix) + most(localName));
        bytes[length++] = ' ';
        if (!prefix.isEmpty()) {
            plain(prefix);
            bytes[length++] = ':';
        }
        plain(localName);
        bytes[length++] = '=';
        bytes[length++] = '"';
        value(value);
        ascii('"');
    }

    /** How many octets this takes at the most, unescaped. */
    private int most(String text) {
        return ascii ? text.length() : MOST_OCTETS * text.length();
    }

    /** Adds what needs no escape, for which there is room. */
    private void plain(String text) {
        int n = text.length();
        if (ascii) {
            copy(text, n);
            length += n;
            return;
        }
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
        if (ascii) {
            reserve(n + EIGHT_OCTETS);
            copy(text, n);
            if (isPlainText(bytes, length, length + n)) {
                length += n;
                return;
            }
        }
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
    private void value(String value) {
        int n = value.length();
        if (ascii) {
            reserve(n + EIGHT_OCTETS);
            copy(value, n);
            if (isPlainValue(bytes, length, length + n)) {
                length += n;
                return;
            }
        }
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

    /** Copies ASCII behind what is there, where there is room, without taking it in yet. */
    @SuppressWarnings("deprecation") // it takes the low half of each char, which is all of ASCII
    private void copy(String text, int n) {
        text.getBytes(0, n, bytes, length);
    }

    /** Whether none of this ASCII is escaped in text: & < > and the carriage return. */
    static boolean isPlainText(byte[] bytes, int from, int end) {
        long found = 0;
        for (int i = from; i < end; i += EIGHT_OCTETS) {
            long eight = eight(bytes, i, end);
            // '<' and '>' differ in one bit.
            found |=
                    zeroes(eight ^ ('&' * EACH))
                            | zeroes((eight & ~(2 * EACH)) ^ ('<' * EACH))
                            | zeroes(eight ^ ('\r' * EACH));
        }
        return found == 0;
    }

    /** Whether none of this ASCII is escaped in an attribute: & < " and what is below the space. */
    static boolean isPlainValue(byte[] bytes, int from, int end) {
        long found = 0;
        for (int i = from; i < end; i += EIGHT_OCTETS) {
            long eight = eight(bytes, i, end);
            // '"' and '&' differ in one bit; what is below the space has none of the upper three.
            found |=
                    zeroes((eight & ~(4 * EACH)) ^ ('"' * EACH))
                            | zeroes(eight ^ ('<' * EACH))
                            | zeroes(eight & (0xe0 * EACH));
        }
        return found == 0;
    }

    /** The eight octets from there on, where there must be as many; letters in place of those from {@code end} on. */
    private static long eight(byte[] bytes, int at, int end) {
        long eight = (long) EIGHT.get(bytes, at);
        int beyond = at + EIGHT_OCTETS - end;
        if (beyond <= 0) {
            return eight;
        }
        long within = -1L >>> (8 * beyond);
        return (eight & within) | (('a' * EACH) & ~within);
    }

    /** Not zero where one of the eight octets is; every zero is found. */
    private static long zeroes(long eight) {
        return (eight - EACH) & ~eight & HIGH_BITS;
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
            if (length > most) {
                throw new OverlongForm();
            }
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
