package dev.latchkey.saml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One element of DER (X.690): definite lengths only, written as short as can be. It is a part of the bytes that it was
 * read from.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Der(byte[] bytes, int start, int contents, int end) {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    private static final int MOST_CHILDREN = 1000;

    /** The element that begins there; nothing where there is none, or where it is not whole before the limit. */
    static Optional<Der> at(byte[] bytes, int start, int limit) {
        if (start + 2 > limit || (bytes[start] & 0x1f) == 0x1f) {
            return Optional.empty();
        }
        int first = bytes[start + 1] & 0xff;
        if (first < 0x80) {
            return within(bytes, start, start + 2, first, limit);
        }
        int count = first & 0x7f;
        if (count == 0 || count > 3 || start + 2 + count > limit) {
            return Optional.empty();
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | (bytes[start + 2 + i] & 0xff);
        }
        boolean shortest = length >= 0x80 && length >> (8 * (count - 1)) != 0;
        return shortest ? within(bytes, start, start + 2 + count, length, limit) : Optional.empty();
    }

    private static Optional<Der> within(
            byte[] bytes, int start, int contents, int length, int limit) {
        return length > limit - contents
                ? Optional.empty()
                : Optional.of(new Der(bytes, start, contents, contents + length));
    }

    /** All elements between the two, one after another; nothing where something else is among them. */
    static Optional<List<Der>> all(byte[] bytes, int from, int to) {
        List<Der> found = new ArrayList<>();
        int at = from;
        while (at < to) {
            Optional<Der> next = at(bytes, at, to);
            if (next.isEmpty() || found.size() == MOST_CHILDREN) {
                return Optional.empty();
            }
            found.add(next.get());
            at = next.get().end();
        }
        return Optional.of(found);
    }

    int tag() {
        return bytes[start] & 0xff;
    }

    boolean is(int tag) {
        return tag() == tag;
    }

    int length() {
        return end - contents;
    }

    /** What is in a constructed element; none where it is primitive or unsound. */
    List<Der> children() {
        return (tag() & 0x20) == 0 ? List.of() : all(bytes, contents, end).orElse(List.of());
    }

    byte[] encoded() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    byte[] value() {
        return Arrays.copyOfRange(bytes, contents, end);
    }

    /** An object identifier in dots, as far as its numbers are small enough to be one of ours. */
    String oid() {
        if (!is(OID) || length() == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        long number = 0;
        boolean first = true;
        for (int i = contents; i < end; i++) {
            number = ((number << 7) | (bytes[i] & 0x7f)) & 0xffffffffL;
            if ((bytes[i] & 0x80) == 0) {
                if (first) {
                    long root = Math.min(number / 40, 2);
                    text.append(root).append('.').append(number - 40 * root);
                    first = false;
                } else {
                    text.append('.').append(number);
                }
                number = 0;
            }
        }
        return text.toString();
    }
}
