package dev.latchkey.http;

import dev.latchkey.shared.IpAddress;
import dev.latchkey.url.WebUrl;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.buf.MessageBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles, before anything else sees a request, whom it comes from and under which address this server is reached.
 *
 * <p>Whom it comes from: the other end of the connection, or whom a trusted proxy names in X-Forwarded-For. Where this
 * server is: what LATCHKEY_BASE_URL says, and nothing else. Host, X-Forwarded-Host, X-Forwarded-Proto, X-Forwarded-Port
 * and Forwarded are for others to read; a redirect that has to be absolute, as for HTTP/1.0, is made from these values.
 */
final class ProxyValve extends ValveBase {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyValve.class);
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final TrustedProxies proxies;
    private final ForwardedFor forwarded;
    private final AtomicBoolean told = new AtomicBoolean();
    private final String scheme;
    private final String host;
    private final int port;

    ProxyValve(TrustedProxies proxies, URI baseUrl) {
        super(true);
        this.proxies = proxies;
        this.forwarded = new ForwardedFor(proxies);
        WebUrl address = WebUrl.parse(baseUrl.toString()).orElseThrow();
        this.scheme = address.scheme();
        this.host = address.host().text();
        this.port = address.effectivePort();
    }

    private boolean secure() {
        return "https".equals(scheme);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String client = client(request).toString();
        request.setRemoteAddr(client);
        request.setRemoteHost(client);
        request.getCoyoteRequest().scheme().setString(scheme);
        request.setSecure(secure());
        MessageBytes name = request.getCoyoteRequest().serverName();
        name.setString(host);
        request.setServerPort(port);
        getNext().invoke(request, response);
    }

    private IpAddress client(Request request) {
        IpAddress peer = ClientAddress.peer(request.getPeerAddr());
        if (request.getHeader(FORWARDED_FOR) == null) {
            return peer;
        }
        if (!proxies.contain(peer)) {
            tell(peer);
            return peer;
        }
        List<String> lines = Collections.list(request.getHeaders(FORWARDED_FOR));
        return forwarded.client(peer, lines);
    }

    /** Once: anybody can send such a header, and whoever forgot the setting needs to read it one time. */
    private void tell(IpAddress peer) {
        if (!told.getAndSet(true)) {
            LOG.warn(
                    "{} sends X-Forwarded-For and is not among LATCHKEY_TRUSTED_PROXIES, so it is taken for the"
                            + " client itself. If it is your proxy, name it there. This is said once.",
                    peer);
        }
    }
}
