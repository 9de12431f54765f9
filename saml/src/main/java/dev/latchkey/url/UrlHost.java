package dev.latchkey.url;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host in the one form that browsers give it (WHATWG URL 3.5): a name by its A-labels in small letters, an IPv4 address
 * by four numbers, an IPv6 address short and in brackets.
 *
 * <p>Stricter than the standard in one thing: a name with a comma, semicolon, quote or the like is none. No host has one,
 * and in a Content-Security-Policy it would end our directive and begin another.
 *
 * @param text in ASCII
 */
public record UrlHost(String text) {
    /** What can be in a name that DNS or a hosts file knows; an underscore can. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");

    /** The host that this is, or nothing. Escapes and letters outside ASCII are taken in names. */
    public static Optional<UrlHost> parse(String given) {
        if (given.startsWith("[")) {
            return given.endsWith("]")
                    ? IpAddresses.v6(given.substring(1, given.length() - 1))
                            .map(pieces -> new UrlHost("[" + IpAddresses.text(pieces) + "]"))
                    : Optional.empty();
        }
        Optional<String> name = DomainToAscii.of(PercentCoding.decode(given));
        if (name.isEmpty() || !NAME.matcher(name.get()).matches()) {
            return Optional.empty();
        }
        return IpAddresses.endsInNumber(name.get())
                ? IpAddresses.v4(name.get()).map(address -> new UrlHost(IpAddresses.text(address)))
                : name.map(UrlHost::new);
    }

    /** Whether it is an address of IP and no name. */
    public boolean isIpAddress() {
        return text.startsWith("[") || IpAddresses.endsInNumber(text);
    }

    /** Whether browsers hold it for this very computer: {@code localhost}, what ends so, 127.0.0.0/8 and ::1. */
    public boolean isLoopback() {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || (isIpAddress() && name.startsWith("127."))
                || (name.startsWith("[::ffff:7f") && name.length() >= "[::ffff:7f00:0]".length());
    }

    /** Without the brackets of an IPv6 address, as sockets and look-ups have it. */
    public String bare() {
        return text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    }

    @Override
    public String toString() {
        return text;
    }
}
