package dev.latchkey.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.IdentityHashMap;
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
    private static final long HEAD_SECONDS = 20;
    private static final long HEAD_SECONDS_WHEN_CROWDED = 5;

    private volatile @Nullable Thread watch;

    /** Called by Tomcat, by name. */
    public WatchedProtocol() {
        super(new Endpoint());
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
        Map<SocketWrapperBase<NioChannel>, Long> since = new IdentityHashMap<>();
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
        long patience =
                TimeUnit.SECONDS.toNanos(crowded ? HEAD_SECONDS_WHEN_CROWDED : HEAD_SECONDS);
        Map<SocketWrapperBase<NioChannel>, Long> since = new IdentityHashMap<>();
        for (SocketWrapperBase<NioChannel> each : getEndpoint().getConnections()) {
            if (each.getCurrentProcessor() == null) {
                continue;
            }
            long first = before.getOrDefault(each, now);
            if (now - first > patience) {
                each.setError(new SocketTimeoutException("the head of a request"));
                getEndpoint().processSocket(each, SocketEvent.ERROR, true);
            } else {
                since.put(each, first);
            }
        }
        return since;
    }

    private static final class Endpoint extends NioEndpoint {
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
                        && !isNear(from.getAddress())) {
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

        /** Where a proxy would be. */
        private static boolean isNear(InetAddress address) {
            return address.isLoopbackAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress()
                    || (address.getAddress().length == 16
                            && (address.getAddress()[0] & 0xfe) == 0xfc);
        }
    }
}
