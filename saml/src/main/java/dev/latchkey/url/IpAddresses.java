package dev.latchkey.url;

import java.util.Optional;
import java.util.regex.Pattern;

/** Network addresses as browsers read and write them (WHATWG URL 3.5). */
final class IpAddresses {
    private static final int PIECES = 8;
    private static final long V4_END = 1L << 32;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private IpAddresses() {}

    /** Whether a name is an IPv4 address or else nothing, because its last label is a number. */
    static boolean endsInNumber(String name) {
        String text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String last = text.substring(text.lastIndexOf('.') + 1);
        return DIGITS.matcher(last).matches() || number(last) >= 0;
    }

    /** One to four numbers, each in tens, eights or sixteens; the last fills what is left. */
    static Optional<Long> v4(String name) {
        String text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long number = number(parts[i]);
            boolean last = i == parts.length - 1;
            long end = last ? V4_END >> (8 * i) : 256;
            if (number < 0 || number >= end) {
                return Optional.empty();
            }
            address |= last ? number : number << (24 - 8 * i);
        }
        return Optional.of(address);
    }

    /** The number; 2^32 where it is larger than any address; -1 where it is none. */
    private static long number(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        boolean sixteens = text.length() >= 2 && text.regionMatches(true, 0, "0x", 0, 2);
        boolean eights = !sixteens && text.length() >= 2 && text.charAt(0) == '0';
        int radix = sixteens ? 16 : eights ? 8 : 10;
        long number = 0;
        for (int i = sixteens ? 2 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = Math.min(V4_END, radix * number + digit);
        }
        return number;
    }

    static String text(long v4) {
        return (v4 >> 24) + "." + ((v4 >> 16) & 255) + "." + ((v4 >> 8) & 255) + "." + (v4 & 255);
    }

    /** The eight pieces of what stands between the brackets. */
    static Optional<int[]> v6(String text) {
        int[] pieces = new int[PIECES];
        int at = 0;
        int compressed = -1;
        int i = 0;
        if (text.startsWith(":")) {
            if (!text.startsWith("::")) {
                return Optional.empty();
            }
            i = 2;
            at = 1;
            compressed = 1;
        }
        while (i < text.length()) {
            if (at == PIECES) {
                return Optional.empty();
            }
            if (text.charAt(i) == ':') {
                if (compressed >= 0) {
                    return Optional.empty();
                }
                i++;
                at++;
                compressed = at;
                continue;
            }
            int start = i;
            int value = 0;
            while (i < text.length() && i - start < 4 && digit(text.charAt(i), 16) >= 0) {
                value = 16 * value + digit(text.charAt(i++), 16);
            }
            if (i < text.length() && text.charAt(i) == '.') {
                Optional<Long> tail = at > PIECES - 2 ? Optional.empty() : dotted(text, start);
                if (i == start || tail.isEmpty()) {
                    return Optional.empty();
                }
                pieces[at++] = (int) (tail.get() >> 16);
                pieces[at++] = (int) (tail.get() & 0xffff);
                break;
            }
            if (i < text.length() && (text.charAt(i) != ':' || ++i == text.length())) {
                return Optional.empty();
            }
            pieces[at++] = value;
        }
        return spread(pieces, at, compressed);
    }

    /** What stands for the zeros left out is put in. */
    private static Optional<int[]> spread(int[] pieces, int count, int compressed) {
        if (compressed < 0) {
            return count == PIECES ? Optional.of(pieces) : Optional.empty();
        }
        int[] spread = new int[PIECES];
        System.arraycopy(pieces, 0, spread, 0, compressed);
        System.arraycopy(
                pieces, compressed, spread, PIECES - (count - compressed), count - compressed);
        return Optional.of(spread);
    }

    /** Four numbers in tens, without leading zeros, up to the end. */
    private static Optional<Long> dotted(String text, int start) {
        String[] parts = text.substring(start).split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        long address = 0;
        for (String part : parts) {
            boolean number = part.length() <= 3 && DIGITS.matcher(part).matches();
            if (!number || (part.length() > 1 && part.charAt(0) == '0')) {
                return Optional.empty();
            }
            int value = Integer.parseInt(part);
            if (value > 255) {
                return Optional.empty();
            }
            address = 256 * address + value;
        }
        return Optional.of(address);
    }

    private static int digit(char c, int radix) {
        return c < 0x80 ? Character.digit(c, radix) : -1;
    }

    /** Without leading zeros, the first longest run of zeros left out. */
    static String text(int[] pieces) {
        int start = -1;
        int longest = 1;
        for (int i = 0; i < PIECES; i++) {
            int end = i;
            while (end < PIECES && pieces[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                start = i;
                longest = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PIECES; i++) {
            if (i == start) {
                text.append(i == 0 ? "::" : ":");
                i += longest - 1;
            } else {
                text.append(Integer.toHexString(pieces[i]));
                text.append(i == PIECES - 1 ? "" : ":");
            }
        }
        return text.toString();
    }
}
