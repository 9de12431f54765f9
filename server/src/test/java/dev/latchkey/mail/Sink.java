package dev.latchkey.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A mail server that keeps the very octets that it was sent, and behaves as the local part of an address says. */
final class Sink implements AutoCloseable {
    /** What it was told, each line's octets as ISO 8859-1, so that none is lost. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    /** The addresses and texts of the mails that it took. */
    final List<Taken> taken = new CopyOnWriteArrayList<>();

    volatile boolean smtpUtf8;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket server;

    record Taken(String to, String text) {}

    Sink() throws IOException {
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

    void forget() {
        heard.clear();
        taken.clear();
        smtpUtf8 = false;
    }

    List<String> recipients() {
        return taken.stream().map(Taken::to).toList();
    }

    List<String> commands(String verb) {
        return heard.stream().filter(each -> each.startsWith(verb)).toList();
    }

    private void listen() {
        ServerSocket here = server;
        Thread.ofVirtual()
                .start(() -> {
                    while (!here.isClosed()) {
                        try {
                            Socket line = here.accept();
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
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink");
            String to = "";
            for (String said = line(in); said != null; said = line(in)) {
                heard.add(said);
                if (said.startsWith("EHLO")) {
                    say(out, smtpUtf8 ? "250-sink\r\n250 SMTPUTF8" : "250 sink");
                } else if (said.startsWith("RCPT TO:")) {
                    to = said.substring(said.indexOf('<') + 1, said.lastIndexOf('>'));
                    if (to.startsWith("breaks")) {
                        return;
                    }
                    say(
                            out,
                            to.startsWith("refused")
                                    ? "550 5.1.1 no such user"
                                    : to.startsWith("later")
                                            ? "450 4.2.1 try again"
                                            : to.startsWith("closing") ? "421 bye" : "250 well");
                } else if (said.startsWith("DATA")) {
                    say(out, "354 go on");
                    StringBuilder text = new StringBuilder();
                    String part = line(in);
                    while (part != null && !part.equals(".")) {
                        text.append(part).append('\n');
                        part = line(in);
                    }
                    if (part == null) {
                        return;
                    }
                    taken.add(new Taken(to, text.toString()));
                    if (to.startsWith("silent")) {
                        return;
                    }
                    say(out, "250 taken");
                } else if (said.startsWith("QUIT")) {
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

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
            }
            line.write(b);
        }
        return null;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        away();
    }
}
