package dev.latchkey.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Forms whose bodies come by a byte every few seconds, from a hundred addresses of this machine's own network. One that
 * the server ends is begun anew.
 */
final class SlowPosts {
    private static final int ADDRESSES = 100;
    private static final int STEP_MILLIS = 4_000;
    private static final byte[] HEAD =
            ("POST /login/password HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ne")
                    .getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private int begun;
    private int ended;

    SlowPosts(int port) {
        this.port = port;
    }

    /** So many at once, for so long; says how many were begun, and how many the server ended. */
    String run(int posts, Duration time) throws Exception {
        List<SocketChannel> open = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < end) {
                long round = System.nanoTime();
                open.removeIf(each -> !goesOn(each));
                while (open.size() < posts
                        && System.nanoTime() - round < STEP_MILLIS * 1_000_000L / 2) {
                    open.add(begin());
                }
                long left = STEP_MILLIS - (System.nanoTime() - round) / 1_000_000;
                Thread.sleep(Math.max(1, left));
            }
        } finally {
            for (SocketChannel each : open) {
                each.close();
            }
        }
        return "%d begun, %d ended by the server".formatted(begun, ended);
    }

    private SocketChannel begin() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        String own = "127.0.1." + (1 + begun++ % ADDRESSES);
        channel.bind(new InetSocketAddress(InetAddress.getByName(own), 0));
        channel.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        return channel;
    }

    private boolean goesOn(SocketChannel channel) {
        try {
            if (!channel.isConnected()) {
                if (channel.finishConnect()) {
                    channel.write(ByteBuffer.wrap(HEAD));
                }
                return true;
            }
            if (channel.read(ByteBuffer.allocate(4096)) != 0) {
                throw new IOException("answered or ended");
            }
            channel.write(ByteBuffer.wrap(new byte[] {'m'}));
            return true;
        } catch (IOException e) {
            ended++;
            try {
                channel.close();
            } catch (IOException gone) {
                return false;
            }
            return false;
        }
    }
}
