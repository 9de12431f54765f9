package dev.latchkey.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The product in a process of its own, as it is installed; it ends with the run. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final String base;

    ServerProcess(Path jar, int port, Path data, Database database, List<String> options)
            throws IOException {
        base = base(port);
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

    /** Seconds from the start to the first answered request. */
    double awaitAnswer() throws Exception {
        long start = System.nanoTime();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/login")).build();
        while (process.isAlive()) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return (System.nanoTime() - start) / 1e9;
                }
            } catch (IOException e) {
                Thread.sleep(20); // not listening yet
            }
        }
        throw new IllegalStateException("the server did not start");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
