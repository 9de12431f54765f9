package dev.latchkey.connections;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The rules for an address that browsers are sent to (requirement A5). */
final class WebAddress {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private WebAddress() {}

    /** Why the address can't be taken; empty where it can. */
    static Optional<ConnectionError> refusal(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            return Optional.of(ConnectionError.URL_UNREADABLE);
        }
        if (uri.getScheme() == null || uri.getRawAuthority() == null || address.length() > 2048) {
            return Optional.of(ConnectionError.URL_UNREADABLE);
        }
        if (uri.getRawAuthority().indexOf('@') >= 0) {
            return Optional.of(ConnectionError.URL_WITH_CREDENTIALS);
        }
        if (uri.getHost() == null) {
            return Optional.of(ConnectionError.URL_UNREADABLE);
        }
        if (uri.getRawFragment() != null) {
            return Optional.of(ConnectionError.URL_WITH_FRAGMENT);
        }
        return secure(uri) ? Optional.empty() : Optional.of(ConnectionError.URL_NOT_HTTPS);
    }

    private static boolean secure(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https")
                || (uri.getScheme().equalsIgnoreCase("http")
                        && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT)));
    }

    /** What a person should know of a sound address: its host is private or has no address. */
    static Optional<String> warning(String address) {
        String host = URI.create(address).getHost();
        try {
            for (InetAddress each : InetAddress.getAllByName(host)) {
                if (isPrivate(each)) {
                    return Optional.of(
                            host
                                    + " is a private address. People can sign in only from a network that reaches it.");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(
                    host + " has no address that we can find. Check that browsers can reach it.");
        }
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc);
    }
}
