package dev.latchkey.saml.xml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Says of a document's bytes whether all of its characters are ASCII; looks at eight bytes at a time. */
final class AsciiScan {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH << 7;

    private AsciiScan() {}

    /** Whether no byte is above 0x7f. */
    static boolean isAscii(byte[] bytes, int start) {
        int i = start;
        for (; i <= bytes.length - 8; i += 8) {
            if (((long) EIGHT.get(bytes, i) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether no byte is above 0x7f and no character reference may stand for a character that is. */
    static boolean staysAscii(byte[] bytes, int start) {
        int i = start;
        while (i < bytes.length) {
            if (i <= bytes.length - 8 && isPlain((long) EIGHT.get(bytes, i))) {
                i += 8;
            } else if (bytes[i] < 0 || (bytes[i] == '&' && !refersToAscii(bytes, i + 1))) {
                return false;
            } else {
                i++;
            }
        }
        return true;
    }

    /** Whether these are ASCII without an ampersand; says no also of some that are. */
    private static boolean isPlain(long eight) {
        long zeroWhereFound = eight ^ ('&' * EACH);
        return (((zeroWhereFound - EACH) | eight) & HIGH_BITS) == 0;
    }

    /** A named entity, or a reference of at most two digits, such as that of the carriage return, 13 or xD. */
    private static boolean refersToAscii(byte[] bytes, int at) {
        if (at >= bytes.length || bytes[at] != '#') {
            return true;
        }
        boolean hex = at + 1 < bytes.length && bytes[at + 1] == 'x';
        int first = hex ? at + 2 : at + 1;
        int end = first;
        while (end < bytes.length && end < first + 3 && bytes[end] != ';') {
            end++;
        }
        boolean below128 = !hex || end - first < 2 || bytes[first] < '8';
        return end - first <= 2 && below128;
    }
}
