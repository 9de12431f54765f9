package dev.latchkey.http;

import dev.latchkey.shared.IpAddress;
import jakarta.servlet.http.HttpServletRequest;

/** Whom a request comes from. Nobody else asks a request for an address (ArchitectureTest). */
public final class ClientAddress {
    private ClientAddress() {}

    /** The address that {@link ProxyValve} found, in its one form. */
    public static IpAddress of(HttpServletRequest request) {
        return peer(request.getRemoteAddr());
    }

    /** The other end of a connection; its zone, which only this machine knows, is cut off (RFC 4007 §11). */
    static IpAddress peer(String address) {
        int zone = address.indexOf('%');
        return IpAddress.parse(zone < 0 ? address : address.substring(0, zone))
                .orElse(IpAddress.NONE);
    }
}
