package dev.latchkey.shared;

import java.util.Optional;

/**
 * A block of addresses (RFC 4632, RFC 4291 §2.3).
 *
 * @param first its first address
 * @param prefix how many bits all of its addresses share, of the 128 of an IPv6 address
 */
public record IpRange(IpAddress first, int prefix) {
    private static final int BITS = 128;

    /** The bits before the IPv4 address that is mapped into IPv6. */
    private static final int MAPPED = 96;

    /**
     * The block in this text, {@code 10.0.0.0/8}, or a single address; nothing where bits are set behind the prefix, as
     * in {@code 10.1.2.3/8}, since one of the two is then not meant.
     */
    public static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        return address.flatMap(first ->
                prefix(first, text, slash)
                        .map(prefix -> new IpRange(first, prefix))
                        .filter(range -> range.masked(first).equals(first)));
    }

    private static Optional<Integer> prefix(IpAddress first, String text, int slash) {
        if (slash < 0) {
            return Optional.of(BITS);
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("[0-9]|[1-9][0-9]{1,2}")) {
            return Optional.empty();
        }
        boolean dotted = first.isV4() && text.indexOf(':') < 0;
        int prefix = Integer.parseInt(digits) + (dotted ? MAPPED : 0);
        boolean fits = prefix <= BITS && (!first.isV4() || prefix >= MAPPED);
        return fits ? Optional.of(prefix) : Optional.empty();
    }

    /** Whether it is every address of IPv4 or of IPv6. */
    public boolean everything() {
        return prefix == (first.isV4() ? MAPPED : 0);
    }

    public boolean contains(IpAddress address) {
        return address.isV4() == first.isV4() && masked(address).equals(first);
    }

    private IpAddress masked(IpAddress address) {
        return new IpAddress(
                address.high() & mask(prefix), address.low() & mask(prefix - Long.SIZE));
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }
}
