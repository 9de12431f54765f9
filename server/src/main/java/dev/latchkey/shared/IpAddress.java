package dev.latchkey.shared;

import java.util.Locale;
import java.util.Optional;

/**
 * The address of a machine, in one form whatever the text was: an IPv4 address that was mapped into IPv6 is the IPv4
 * address (RFC 4291 §2.5.5.2), so two addresses are equal exactly when they are the same machine's.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) {
    /** What stands where there is no address (RFC 4291 §2.5.2). */
    public static final IpAddress NONE = new IpAddress(0, 0);

    private static final long MAPPED = 0xffffL;
    private static final int GROUPS = 8;

    /** Longer is no address in any notation. */
    private static final int LONGEST = 45;

    /**
     * The address in this text, or nothing. No port, brackets, zone or spaces around it; an IPv4 part with a leading
     * zero is refused, since some read it as octal.
     */
    public static Optional<IpAddress> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        if (text.indexOf(':') >= 0) {
            return v6(text);
        }
        long v4 = v4(text);
        return v4 < 0 ? Optional.empty() : Optional.of(ofV4(v4));
    }

    private static IpAddress ofV4(long bits) {
        return new IpAddress(0, (MAPPED << 32) | bits);
    }

    /** The 32 bits of a dotted address, or -1. */
    private static long v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long bits = 0;
        for (String part : parts) {
            int number = number(part, 10, 3);
            if (number < 0 || number > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                return -1;
            }
            bits = (bits << 8) | number;
        }
        return bits;
    }

    /** A number of ASCII digits, or -1; Java's own parsers take signs and the digits of other scripts. */
    private static int number(String text, int radix, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    private static Optional<IpAddress> v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, GROUPS).map(IpAddress::ofGroups);
        }
        String left = text.substring(0, gap);
        String right = text.substring(gap + 2);
        // A dotted end may stand at the very end only.
        if (left.indexOf('.') >= 0) {
            return Optional.empty();
        }
        return groups(left, -1)
                .flatMap(first -> groups(right, -1).flatMap(last -> joined(first, last)));
    }

    private static Optional<IpAddress> joined(int[] first, int[] last) {
        // RFC 4291 §2.2: "::" stands for one group at least.
        if (first.length + last.length >= GROUPS) {
            return Optional.empty();
        }
        int[] all = new int[GROUPS];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(last, 0, all, GROUPS - last.length, last.length);
        return Optional.of(ofGroups(all));
    }

    /** The groups of 16 bits in this text; exactly {@code wanted} of them, unless that is negative. */
    private static Optional<int[]> groups(String text, int wanted) {
        if (text.isEmpty()) {
            return wanted > 0 ? Optional.empty() : Optional.of(new int[0]);
        }
        String[] parts = text.split(":", -1);
        boolean dotted = parts[parts.length - 1].indexOf('.') >= 0;
        int[] groups = new int[parts.length + (dotted ? 1 : 0)];
        if (groups.length > GROUPS || (wanted > 0 && groups.length != wanted)) {
            return Optional.empty();
        }
        for (int i = 0; i < parts.length; i++) {
            if (dotted && i == parts.length - 1) {
                long v4 = v4(parts[i]);
                if (v4 < 0) {
                    return Optional.empty();
                }
                groups[i] = (int) (v4 >>> 16);
                groups[i + 1] = (int) (v4 & 0xffff);
            } else {
                groups[i] = number(parts[i], 16, 4);
                if (groups[i] < 0) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(groups);
    }

    private static IpAddress ofGroups(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            high = (high << 16) | groups[i];
            low = (low << 16) | groups[i + GROUPS / 2];
        }
        return new IpAddress(high, low);
    }

    public boolean isV4() {
        return high == 0 && low >>> 32 == MAPPED;
    }

    /**
     * The network that somebody with this address has to themselves, and thus the key of whatever is counted: the
     * address itself for IPv4, the /64 for IPv6, whose every address one machine can take.
     */
    public String network() {
        return isV4() ? toString() : new IpAddress(high, 0) + "/64";
    }

    /** Dotted for IPv4, and as RFC 5952 has it for IPv6. */
    @Override
    public String toString() {
        if (isV4()) {
            return ((low >>> 24) & 0xff)
                    + "."
                    + ((low >>> 16) & 0xff)
                    + "."
                    + ((low >>> 8) & 0xff)
                    + "."
                    + (low & 0xff);
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return length < 2 ? text(0, GROUPS) : text(0, start) + "::" + text(start + length, GROUPS);
    }

    private int zerosFrom(int index) {
        int end = index;
        while (end < GROUPS && group(end) == 0) {
            end++;
        }
        return end - index;
    }

    private int group(int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) ((half >>> (16 * (GROUPS / 2 - 1 - index % (GROUPS / 2)))) & 0xffff);
    }

    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":")
                    .append(Integer.toHexString(group(i)).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}
