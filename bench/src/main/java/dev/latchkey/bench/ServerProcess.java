package dev.latchkey.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The product in a process of its own, as it is installed; it ends with the run. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final URI address;

    ServerProcess(Path jar, int port, Path data, Database database, List<String> options)
            throws IOException {
        String base = base(port);
        address = URI.create(base);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "serve"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(
                        Map.of(
                                "LATCHKEY_PORT", String.valueOf(port),
                                "LATCHKEY_BASE_URL", base,
                                "LATCHKEY_DATA_DIR", data.toString(),
                                "LATCHKEY_DATABASE_URL", database.url(),
                                "LATCHKEY_DATABASE_USER", "postgres"));
        process =
                builder.redirectErrorStream(true)
                        .redirectOutput(data.resolve("server.log").toFile())
                        .start();
    }

    static String base(int port) {
        return "http://127.0.0.1:" + port;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Seconds from the start to the first answered request; asks by a bare socket, to take little from the start. */
    double awaitAnswer() throws Exception {
        long start = System.nanoTime();
        while (process.isAlive()) {
            if (answers()) {
                return (System.nanoTime() - start) / 1e9;
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("the server did not start");
    }

    private boolean answers() {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            String request =
                    "GET /login HTTP/1.1\r\nHost: "
                            + address.getAuthority()
                            + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.UTF_8).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
