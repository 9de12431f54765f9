package dev.latchkey.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One {@code latchkey serve} or {@code demo} in a JVM of its own, on a free port. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LINK = Pattern.compile("/operator/setup\\?token=([\\w-]+)");

    /** The jar as it is shipped, once there is one; before, what was compiled is started. */
    static final @Nullable String JAR = System.getProperty("latchkey.server.jar");

    private final Process process;
    private final Path log;
    private final String base;

    private ServerProcess(Process process, Path log, String base) {
        this.process = process;
        this.log = log;
        this.base = base;
    }

    /** Starts it with these settings and does not wait. */
    public static ServerProcess start(String command, Path data, Map<String, String> settings)
            throws IOException {
        int port = freePort();
        Path log = Files.createTempFile(data, "server", ".log");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("--enable-native-access=ALL-UNNAMED");
        line.add("-XX:TieredStopAtLevel=1");
        line.addAll(
                JAR == null
                        ? List.of("-cp", System.getProperty("java.class.path"), "dev.latchkey.Main")
                        : List.of("-jar", JAR));
        line.add(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        Map<String, String> environment = new HashMap<>(settings);
        environment.putIfAbsent("LATCHKEY_PORT", String.valueOf(port));
        environment.putIfAbsent("LATCHKEY_DATA_DIR", data.resolve("data").toString());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new ServerProcess(
                process, log, "http://localhost:" + environment.get("LATCHKEY_PORT"));
    }

    /** Waits for the first answer; throws with what it printed when there is none. */
    public ServerProcess ready() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/actuator/health")).build();
        Instant end = Instant.now().plus(PATIENCE);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return this;
                }
            } catch (IOException e) {
                // not listening yet
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("it did not start: " + output());
    }

    public String base() {
        return base;
    }

    /** All that it has printed. */
    public String output() throws IOException {
        return Files.readString(log);
    }

    /** The token of the printed link for the first operator; waits for it. */
    String firstOperatorToken() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (Instant.now().isBefore(end)) {
            Matcher link = LINK.matcher(output());
            if (link.find()) {
                return link.group(1);
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("no link was printed: " + output());
    }

    /** kill -9: nothing of ours runs on the way out. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** The exit status, once it has ended by itself. */
    public int exitStatus() throws InterruptedException {
        return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroy);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
