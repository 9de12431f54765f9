package dev.latchkey.connections;

import dev.latchkey.url.BrowserTarget;
import dev.latchkey.url.UrlHost;
import dev.latchkey.url.WebUrl;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The rules for an address that browsers are sent to (requirement A5), as a connection has it. */
final class WebAddress {
    private WebAddress() {}

    /** Why the address can't be taken; empty where it can. */
    static Optional<ConnectionError> refusal(String address) {
        return BrowserTarget.fault(address)
                .map(fault ->
                        switch (fault) {
                            case UNREADABLE -> ConnectionError.URL_UNREADABLE;
                            case TOO_LONG -> ConnectionError.URL_TOO_LONG;
                            case CREDENTIALS -> ConnectionError.URL_WITH_CREDENTIALS;
                            case FRAGMENT -> ConnectionError.URL_WITH_FRAGMENT;
                            case NOT_HTTPS -> ConnectionError.URL_NOT_HTTPS;
                        });
    }

    /** What a person should know of a sound address: its host is private or has no address. */
    static Optional<String> warning(String address) {
        Optional<UrlHost> host = WebUrl.parse(address).map(WebUrl::host);
        try {
            for (InetAddress each :
                    host.isEmpty()
                            ? new InetAddress[0]
                            : InetAddress.getAllByName(host.get().text())) {
                if (isPrivate(each)) {
                    return Optional.of(
                            host.get()
                                    + " is a private address. People can sign in only from a network that reaches it.");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(
                    host.get()
                            + " has no address that we can find. Check that browsers can reach it.");
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
