package dev.latchkey.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code ./latchkey bench logins}: posts Responses that were signed beforehand to a server in a process of its own,
 * fetches the sessions, and says what a login costs. The time of the program that posts is not counted.
 */
final class Logins {
    private static final int USERS = 2_000;
    private static final int CONNECTIONS = 16;

    private final int warmUp;
    private final int measured;
    private final Path jar;

    Logins(int warmUp, int measured, Path jar) {
        this.warmUp = warmUp;
        this.measured = measured;
        this.jar = jar;
    }

    @SuppressWarnings("SystemOut") // the figures are this command's result
    void run() throws Exception {
        Path data = Files.createTempDirectory("latchkey-bench");
        int port = freePort();
        String base = "http://127.0.0.1:" + port;
        try (Database database = new Database()) {
            SignedMessages idp = new SignedMessages();
            Installation installation =
                    Installation.prepare(
                            Map.of(
                                    "latchkey.base-url", base,
                                    "latchkey.data-dir", data.toString(),
                                    "latchkey.database.url", database.url(),
                                    "latchkey.database.user", "postgres"),
                            idp.certificate(),
                            USERS);
            System.out.println("Signing " + (warmUp + measured) + " Responses …");
            List<byte[]> messages = sign(idp, installation);
            Process server = start(base, port, data, database);
            try {
                double started = awaitAnswer(server, base);
                measure(server, database, new Load(installation.acsUrl(), CONNECTIONS), messages, started);
            } finally {
                server.destroy();
                server.waitFor();
            }
        } finally {
            delete(data);
        }
    }

    private List<byte[]> sign(SignedMessages idp, Installation installation) {
        Instant now = Instant.now();
        return IntStream.range(0, warmUp + measured)
                .parallel()
                .mapToObj(
                        i -> {
                            var content =
                                    new SignedMessages.Content(
                                            String.valueOf(i),
                                            installation.emails().get(i % USERS),
                                            installation.spEntityId(),
                                            installation.acsUrl(),
                                            null,
                                            now);
                            try {
                                return idp.response(content, false, true);
                            } catch (Exception e) {
                                throw new IllegalStateException("a message could not be signed", e);
                            }
                        })
                .toList();
    }

    private Process start(String base, int port, Path data, Database database) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
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
        return builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("server.log").toFile())
                .start();
    }

    /** Seconds from the start to the first answered request. */
    private static double awaitAnswer(Process server, String base) throws Exception {
        long start = System.nanoTime();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/login")).build();
        while (server.isAlive()) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return (System.nanoTime() - start) / 1e9;
                }
            } catch (IOException e) {
                Thread.sleep(20); // not listening yet
            }
        }
        throw new IllegalStateException("the server did not start");
    }

    @SuppressWarnings("SystemOut") // the figures are this command's result
    private void measure(
            Process server, Database database, Load load, List<byte[]> messages, double started)
            throws Exception {
        System.out.println("Warming up …");
        load.run(messages.subList(0, warmUp));
        ProcessHandle postmaster = database.process();
        double serverCpu = ProcessUse.cpuSeconds(server.toHandle());
        double databaseCpu = ProcessUse.cpuSeconds(postmaster);
        long statements = database.statements();
        Load.Times times = load.run(messages.subList(warmUp, messages.size()));
        double n = times.nanos().length;
        serverCpu = ProcessUse.cpuSeconds(server.toHandle()) - serverCpu;
        databaseCpu = ProcessUse.cpuSeconds(postmaster) - databaseCpu;
        double perLogin = (database.statements() - statements) / n;
        prove(database, load, messages);
        print("start to first answer", "%.2f s", started);
        print("logins a second", "%.0f", times.perSecond());
        print("CPU a login", "%.2f ms", 1000 * (serverCpu + databaseCpu) / n);
        print("  server", "%.2f ms", 1000 * serverCpu / n);
        print("  database", "%.2f ms", 1000 * databaseCpu / n);
        print("statements a login", "%.1f", perLogin);
        print("time of a login, p50", "%.1f ms", times.millis(0.50));
        print("time of a login, p99", "%.1f ms", times.millis(0.99));
        print("memory of the server", "%.0f MiB (PSS)", ProcessUse.pssMebibytes(server.toHandle()));
    }

    /** The figures count only when every login left its session, and a message does not work twice. */
    private void prove(Database database, Load load, List<byte[]> messages) throws Exception {
        long sessions = database.number("select count(*) from session where state = 'ACTIVE'");
        long records = database.number("select count(*) from audit_record where action = 'login.sso'");
        int again = load.post(messages.getLast()).statusCode();
        if (sessions != messages.size() || records != messages.size() || again != 403) {
            throw new IllegalStateException(
                    sessions + " sessions, " + records + " records, a replay got " + again);
        }
    }

    @SuppressWarnings("SystemOut") // the figures are this command's result
    private static void print(String what, String format, double value) {
        System.out.printf(Locale.ROOT, "%-24s " + format + "%n", what, value);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path each : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
