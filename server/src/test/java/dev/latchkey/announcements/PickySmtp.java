package dev.latchkey.announcements;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A mail server that does what real ones do on bad days. The local part of an address says what. */
final class PickySmtp implements AutoCloseable {
    final List<String> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger lines = new AtomicInteger();
    volatile Predicate<String> answers = address -> true;
    private final java.util.Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket server;

    PickySmtp() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port = server.getLocalPort();
        listen();
    }

    int port() {
        return port;
    }

    void away() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }

    void back() throws IOException {
        if (server.isClosed()) {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            listen();
        }
    }

    long times(String address) {
        return taken.stream().filter(address::equals).count();
    }

    private void listen() {
        ServerSocket here = server;
        Thread.ofVirtual()
                .start(() -> {
                    while (!here.isClosed()) {
                        try {
                            Socket line = here.accept();
                            lines.incrementAndGet();
                            open.add(line);
                            Thread.ofVirtual().start(() -> talk(line));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    private void talk(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            say(out, "220 picky");
            String to = "";
            for (String said = in.readLine(); said != null; said = in.readLine()) {
                String command = said.toUpperCase(Locale.ROOT);
                if (command.startsWith("RCPT TO:")) {
                    to = said.substring(said.indexOf('<') + 1, said.indexOf('>'));
                    if (to.startsWith("breaks")) {
                        return;
                    }
                    say(out, recipient(to));
                } else if (command.startsWith("DATA")) {
                    say(out, "354 go on");
                    String line = in.readLine();
                    while (line != null && !line.equals(".")) {
                        line = in.readLine();
                    }
                    taken.add(to);
                    if (to.startsWith("silent") || !answers.test(to)) {
                        return;
                    }
                    say(out, "250 taken");
                } else if (command.startsWith("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 well");
                }
            }
        } catch (IOException e) {
            return;
        } finally {
            open.remove(socket);
        }
    }

    private static String recipient(String to) {
        if (to.startsWith("refused")) {
            return "550 5.1.1 no such user";
        }
        return to.startsWith("later") ? "450 4.2.1 try again" : "250 well";
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        try {
            away();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
