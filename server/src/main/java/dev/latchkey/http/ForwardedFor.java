package dev.latchkey.http;

import dev.latchkey.shared.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * Reads X-Forwarded-For: each proxy appends whom it was asked by, so the end of the text is the nearest. It is read
 * from there, for as long as the writer of each entry is trusted.
 */
final class ForwardedFor {
    private static final String PORT = "[0-9]{1,5}";

    private final TrustedProxies proxies;

    ForwardedFor(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /**
     * The nearest address that is no trusted proxy's. An entry that is no address ends the reading: what stands before
     * it was vouched for by nobody, and the last proxy itself is answerable.
     *
     * @param peer who is at the other end of the connection
     * @param headers the header's lines in their order
     */
    IpAddress client(IpAddress peer, List<String> headers) {
        IpAddress client = peer;
        for (int line = headers.size() - 1; line >= 0; line--) {
            String rest = headers.get(line);
            int comma;
            do {
                if (!proxies.contain(client)) {
                    return client;
                }
                comma = rest.lastIndexOf(',');
                Optional<IpAddress> entry = entry(rest.substring(comma + 1));
                if (entry.isEmpty()) {
                    return client;
                }
                client = entry.get();
                rest = rest.substring(0, Math.max(comma, 0));
            } while (comma >= 0);
        }
        return client;
    }

    /** Some proxies write the port as well: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static Optional<IpAddress> entry(String text) {
        String entry = trimmed(text);
        if (entry.startsWith("[")) {
            int end = entry.indexOf(']');
            return end > 0 && isPort(entry.substring(end + 1))
                    ? v6(entry.substring(1, end))
                    : Optional.empty();
        }
        int colon = entry.indexOf(':');
        boolean port = colon >= 0 && colon == entry.lastIndexOf(':');
        if (!port) {
            return IpAddress.parse(entry);
        }
        return isPort(entry.substring(colon))
                ? IpAddress.parse(entry.substring(0, colon))
                : Optional.empty();
    }

    /** Brackets are for IPv6 alone (RFC 3986 §3.2.2). */
    private static Optional<IpAddress> v6(String text) {
        return text.indexOf(':') < 0 ? Optional.empty() : IpAddress.parse(text);
    }

    private static boolean isPort(String text) {
        return text.isEmpty()
                || (text.startsWith(":")
                        && text.substring(1).matches(PORT)
                        && Integer.parseInt(text.substring(1)) <= 0xffff);
    }

    /** Without the spaces and tabs that HTTP allows there (RFC 9110 §5.6.3), and no others. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
