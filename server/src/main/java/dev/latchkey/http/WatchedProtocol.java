package dev.latchkey.http;

import dev.latchkey.shared.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1, with an end to what it would wait for without one: a request whose head comes by the byte. Where
 * half of all connections are taken, it also keeps one address from taking the rest; not so a proxy's, from which
 * everybody comes.
 */
public final class WatchedProtocol extends Http11NioProtocol {
    private static final long LOOK_SECONDS = 2;

    private volatile Patience patience = Patience.USUAL;

    private volatile @Nullable Thread watch;

    /** Called by Tomcat, by name. */
    public WatchedProtocol() {
        super(new Endpoint());
    }

    void be(Patience wanted) {
        patience = wanted;
    }

    /** Says from which addresses everybody may come. */
    void expect(TrustedProxies proxies) {
        ((Endpoint) getEndpoint()).proxies = proxies;
    }

    @Override
    public void start() throws Exception {
        super.start();
        watch = Thread.ofPlatform().daemon().name(getName() + "-watch").start(this::look);
    }

    @Override
    public void stop() throws Exception {
        Thread running = watch;
        if (running != null) {
            running.interrupt();
        }
        super.stop();
    }

    private void look() {
        Map<SocketWrapperBase<NioChannel>, Long> since = new HashMap<>();
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(LOOK_SECONDS);
                since = look(since, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Between two events, a connection has a processor only while the head of its request is not there yet. */
    private Map<SocketWrapperBase<NioChannel>, Long> look(
            Map<SocketWrapperBase<NioChannel>, Long> before, long now) {
        boolean crowded = getConnectionCount() > getMaxConnections() * 3L / 4;
        long most = TimeUnit.SECONDS.toNanos(crowded ? patience.whenCrowded() : patience.head());
        Map<SocketWrapperBase<NioChannel>, Long> since = new HashMap<>();
        for (SocketWrapperBase<NioChannel> each : getEndpoint().getConnections()) {
            if (each.getCurrentProcessor() == null) {
                continue;
            }
            long first = before.getOrDefault(each, now);
            if (now - first > most) {
                each.setError(new SocketTimeoutException("the head of a request"));
                getEndpoint().processSocket(each, SocketEvent.ERROR, true);
            } else {
                since.put(each, first);
            }
        }
        return since;
    }

    private static final class Endpoint extends NioEndpoint {
        private volatile TrustedProxies proxies = new TrustedProxies(null);

        /** Returning false has the connection closed. */
        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            return !isOfOneWhoHasEnough(socket) && super.setSocketOptions(socket);
        }

        private boolean isOfOneWhoHasEnough(SocketChannel socket) {
            if (getConnectionCount() < getMaxConnections() / 2) {
                return false;
            }
            try {
                if (socket.getRemoteAddress() instanceof InetSocketAddress from
                        && !isProxy(from.getAddress())) {
                    String network =
                            ClientAddress.peer(from.getAddress().getHostAddress()).network();
                    long open =
                            getConnections().stream()
                                    .filter(each ->
                                            network.equals(
                                                    ClientAddress.peer(each.getRemoteAddr())
                                                            .network()))
                                    .count();
                    return open >= getMaxConnections() / 4;
                }
                return false;
            } catch (IOException e) {
                return true; // it is gone already
            }
        }

        private boolean isProxy(InetAddress address) {
            return IpAddress.parse(address.getHostAddress()).filter(proxies::contain).isPresent();
        }
    }
}
