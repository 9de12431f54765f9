package dev.latchkey.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ./latchkey bench logins}: posts Responses that were signed beforehand to a server in a process of its own,
 * fetches the sessions, and says what a login costs. The time of the program that posts is not counted.
 */
final class Logins {
    private static final int USERS = 2_000;
    private static final int CONNECTIONS = 16;
    private static final int STARTS = 5;

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
        Path data = Folders.temporary();
        int port = ServerProcess.freePort();
        String base = ServerProcess.base(port);
        try (Database database = new Database()) {
            SignedMessages idp = new SignedMessages();
            Installation installation =
                    Installation.prepare(
                            Map.of(
                                    "latchkey.base-url",
                                    base,
                                    "latchkey.data-dir",
                                    data.toString(),
                                    "latchkey.database.url",
                                    database.url(),
                                    "latchkey.database.user",
                                    "postgres"),
                            "bench.example",
                            idp.certificate(),
                            USERS);
            System.out.println("Signing " + (warmUp + measured) + " Responses …");
            List<byte[]> messages = installation.sign(idp, 0, warmUp + measured);
            double started = start(port, data, database);
            try (ServerProcess server = new ServerProcess(jar, port, data, database, options())) {
                server.awaitAnswer();
                print("start to first answer", "%.2f s", started);
                measure(server.handle(), database, installation.acsUrl(), messages, warmUp);
            }
        } finally {
            Folders.delete(data);
        }
    }

    /** The median of several starts. */
    private double start(int port, Path data, Database database) throws Exception {
        double[] seconds = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (ServerProcess server = new ServerProcess(jar, port, data, database, options())) {
                seconds[i] = server.awaitAnswer();
            }
        }
        return Rounds.median(seconds);
    }

    /** More of the JVM for the server, such as a recording. */
    private static List<String> options() {
        String given = System.getProperty("latchkey.bench.server", "");
        return given.isBlank() ? List.of() : List.of(given.strip().split(" +"));
    }

    /** Signs in by these messages, the first of which only warm up, and prints what one of the others took. */
    @SuppressWarnings("SystemOut") // the figures are this command's result
    static void measure(
            ProcessHandle server,
            Database database,
            String acsUrl,
            List<byte[]> messages,
            int warmUp)
            throws Exception {
        Load load = new Load(acsUrl, CONNECTIONS);
        System.out.println("Warming up …");
        load.run(messages.subList(0, warmUp));
        ProcessHandle postmaster = database.process();
        double serverCpu = ProcessUse.cpuSeconds(server);
        double databaseCpu = ProcessUse.cpuSeconds(postmaster);
        long statements = database.statements();
        Load.Times times = load.run(messages.subList(warmUp, messages.size()));
        double n = times.nanos().length;
        serverCpu = ProcessUse.cpuSeconds(server) - serverCpu;
        databaseCpu = ProcessUse.cpuSeconds(postmaster) - databaseCpu;
        double perLogin = (database.statements() - statements) / n;
        prove(database, load, messages);
        print("logins a second", "%.0f", times.perSecond());
        print("CPU a login", "%.2f ms", 1000 * (serverCpu + databaseCpu) / n);
        print("  server", "%.2f ms", 1000 * serverCpu / n);
        print("  database", "%.2f ms", 1000 * databaseCpu / n);
        print("statements a login", "%.1f", perLogin);
        print("time of a login, p50", "%.1f ms", times.millis(0.50));
        print("time of a login, p99", "%.1f ms", times.millis(0.99));
        print("memory of the server", "%.0f MiB (PSS)", ProcessUse.pssMebibytes(server));
    }

    /** The figures count only when every login left its session, and a message does not work twice. */
    private static void prove(Database database, Load load, List<byte[]> messages)
            throws Exception {
        long sessions = database.number("select count(*) from session where state = 'ACTIVE'");
        long records =
                database.number("select count(*) from audit_record where action = 'login.sso'");
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
}
