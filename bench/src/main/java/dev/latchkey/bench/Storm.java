package dev.latchkey.bench;

import dev.latchkey.saml.Logout;
import dev.latchkey.saml.NameId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.Tokens;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/**
 * {@code ./latchkey bench storm}: what those who sign in by SSO notice when somebody else takes more than their share.
 * All of it stays on this machine.
 */
final class Storm {
    private static final int USERS = 500;
    private static final int PASSWORDS = 2_000;
    private static final int LISTED = 30_000;
    private static final int IMPORTED = 50_000;
    private static final int SESSIONS = 100_000;
    private static final int SLOW = 5_000;
    private static final int DOWNLOADS = 30;
    private static final int BROWSERS = 200;
    private static final int SECONDS = Integer.getInteger("latchkey.bench.seconds", 30);
    private static final String HEAP = "-Xmx512m";

    private final Path jar;
    private final Path data;
    private final Database database;
    private final int port;
    private final String base;
    private final SignedMessages idp = new SignedMessages();
    private final Installation installation;
    private final RolloutStage stage;

    private Storm(Path jar, Path data, Database database) throws Exception {
        this.jar = jar;
        this.data = data;
        this.database = database;
        port = ServerProcess.freePort();
        base = ServerProcess.base(port);
        Map<String, String> settings =
                Map.of(
                        "latchkey.base-url",
                        base,
                        "latchkey.data-dir",
                        data.toString(),
                        "latchkey.database.url",
                        database.url(),
                        "latchkey.database.user",
                        "postgres");
        installation = Installation.prepare(settings, "storm.example", idp.certificate(), USERS);
        new Population(database, LISTED, 2L * LISTED).fill();
        OrganizationId organization =
                new OrganizationId(
                        database.id("select id from organization where name = 'Million'"));
        stage =
                RolloutStage.set(
                        database,
                        organization,
                        Installation.connect(settings, organization, idp.certificate()));
        passwords();
    }

    static void run(Path jar) throws Exception {
        Path data = Folders.temporary();
        try (Database database = new Database()) {
            new Storm(jar, data, database).run();
        } finally {
            Folders.delete(data);
        }
    }

    private void passwords() throws SQLException {
        String hash =
                PasswordEncoderFactories.createDelegatingPasswordEncoder()
                        .encode(PasswordBrowsers.PASSWORD);
        database.update(
                """
                insert into app_user (organization_id, id, email, email_key, email_domain, name, password_hash, created_at)
                select o.id, gen_random_uuid(), 'password' || n || '@passwords.example',
                    'password' || n || '@passwords.example', 'passwords.example', 'Pat', ?, now()
                from generate_series(0, ? - 1) as n, (select id from organization where name = 'Bench' limit 1) as o
                """,
                hash,
                PASSWORDS);
    }

    private void run() throws Exception {
        Figures.print(
                "load of the machine before",
                "%s on %d cores",
                Files.readString(Path.of("/proc/loadavg")).strip(),
                Runtime.getRuntime().availableProcessors());
        try (ServerProcess server = new ServerProcess(jar, port, data, database, List.of(HEAP))) {
            server.awaitAnswer();
            SteadySignIns sso = new SteadySignIns(installation, idp);
            sso.during("to warm up", SECONDS / 2, () -> null);
            SteadySignIns.Outcome alone = sso.during("alone", SECONDS, () -> null);
            besidePasswords(sso, alone);
            besideSlowPosts(sso, server);
            besideDownloads(sso);
            besideAnImport(sso);
            logoutAmongMany(sso);
            Figures.print(
                    "memory of the server with " + HEAP,
                    "%.0f MiB at most",
                    ProcessUse.peakMebibytes(server.handle()));
        }
        Figures.print(
                "load of the machine after",
                "%s",
                Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private void besidePasswords(SteadySignIns sso, SteadySignIns.Outcome alone) throws Exception {
        PasswordBrowsers browsers = new PasswordBrowsers(base, PASSWORDS);
        SteadySignIns.Outcome beside =
                sso.during(
                        "beside " + BROWSERS + " browsers with passwords",
                        SECONDS,
                        () -> {
                            Figures.print(
                                    "  what those were answered",
                                    "%s",
                                    browsers.run(BROWSERS, Duration.ofSeconds(SECONDS)));
                            return null;
                        });
        Figures.print(
                "  p99 beside them, of that alone",
                "%.1f times",
                beside.quantile(0.99) / alone.quantile(0.99));
    }

    private void besideSlowPosts(SteadySignIns sso, ServerProcess server) throws Exception {
        SlowPosts slow = new SlowPosts(port);
        sso.during(
                "beside " + SLOW + " slow POSTs",
                2 * SECONDS,
                () -> {
                    Figures.print(
                            "  those", "%s", slow.run(SLOW, Duration.ofSeconds(2L * SECONDS)));
                    return null;
                });
        sso.during("after they have left", SECONDS / 2, () -> null);
        Figures.print("  the server lives", "%s", server.handle().isAlive());
    }

    private void besideDownloads(SteadySignIns sso) throws Exception {
        Browser operator = new Browser(base, "latchkey_operator", stage.operatorSession());
        String there = "/operator/organizations/" + stage.organization();
        operator.get(there + "/rollouts/" + stage.rollout());
        String location =
                operator.post(
                                there + "/rollouts/" + stage.rollout() + "/cohorts",
                                Map.of("name", "Everybody"))
                        .location();
        String list = there + "/cohorts/" + location.replaceAll(".*/cohorts/(CO[0-9A-F]+).*", "$1");
        for (String domain : Population.DOMAINS) {
            operator.postForPage(list + "/rules", Map.of("kind", "DOMAIN", "lines", domain));
        }
        operator.get(list + "/rules");
        operator.post(list + "/list", Map.of());
        sso.during(
                "beside " + DOWNLOADS + " unread downloads",
                SECONDS,
                () -> {
                    leaveUnread(list + "/list.csv");
                    return null;
                });
    }

    /** The connections stay open, and nobody reads what comes. */
    private void leaveUnread(String path) throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < DOWNLOADS; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(2048);
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                open.add(socket);
                socket.getOutputStream()
                        .write(
                                ("GET "
                                                + path
                                                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: latchkey_operator="
                                                + stage.operatorSession()
                                                + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
            }
            Thread.sleep(Duration.ofSeconds(SECONDS));
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
    }

    private void besideAnImport(SteadySignIns sso) throws Exception {
        Path csv = data.resolve("users.csv");
        Files.writeString(
                csv,
                IntStream.range(0, IMPORTED)
                        .mapToObj(i -> "imported" + i + "@imported.example,Imported " + i)
                        .collect(Collectors.joining("\n", "email,name\n", "\n")));
        Browser importer = new Browser(base, "latchkey_operator", stage.operatorSession());
        String there = "/operator/organizations/" + stage.organization() + "/users/import";
        importer.get(there);
        Browser maker = new Browser(base, "latchkey_operator", anotherOperator());
        UUID other = database.id("select id from organization where name = 'Bench' limit 1");
        String users = "/operator/organizations/" + new OrganizationId(other) + "/users";
        maker.get(users + "/new");
        sso.during(
                "beside an import of " + IMPORTED,
                SECONDS / 3,
                () -> {
                    String waiting = importer.upload(there, csv).location();
                    importer.get(URI.create(waiting).getPath());
                    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                        Future<Browser.Answer> done =
                                threads.submit(() ->
                                        importer.post(URI.create(waiting).getPath(), Map.of()));
                        makeUsers(maker, users, done);
                    }
                    return null;
                });
        Files.delete(csv);
    }

    private static void makeUsers(Browser maker, String users, Future<Browser.Answer> until)
            throws Exception {
        List<Double> seconds = new ArrayList<>();
        while (!until.isDone() && seconds.size() < 2_000) {
            seconds.add(
                    maker.post(
                                    users,
                                    Map.of(
                                            "email",
                                            "made" + seconds.size() + "@made.example",
                                            "name",
                                            "Made"))
                            .seconds());
            Thread.sleep(20);
        }
        double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        Figures.print(
                "  users made elsewhere meanwhile",
                "%d, p50 %.0f ms, slowest %.0f ms; the import took %.1f s",
                sorted.length,
                1000 * sorted[sorted.length / 2],
                1000 * Arrays.stream(sorted).max().orElse(0),
                until.get().seconds());
    }

    /** Somebody who works on a request of the organization in which users are made. */
    private String anotherOperator() throws SQLException {
        UUID operator = Sid.newUuid();
        UUID request = Sid.newUuid();
        String session = Tokens.random();
        database.update(
                """
                insert into operator (id, email, email_key, name, password_hash, created_at)
                values (?, 'otto@vendor.example', 'otto@vendor.example', 'Otto', '', now())
                """,
                operator);
        database.update(
                """
                insert into operator_session (id_hash, operator_id, created_at, last_seen_at, expires_at)
                values (?, ?, now(), now(), now() + interval '12 hours')
                """,
                Tokens.hash(session),
                operator);
        database.update(
                """
                insert into support_request (organization_id, id, kind, state, subject, channel, opener_kind,
                    opener_name, opened_at, waiting_since)
                select id, ?, 'SET_UP_SSO', 'WAITING_FOR_SUPPORT', 'Users', 'PORTAL', 'SYSTEM', 'Bench', now(), now()
                from organization where name = 'Bench' limit 1
                """,
                request);
        database.update(
                """
                insert into request_focus (operator_id, organization_id, request_id, since)
                select ?, organization_id, id, now() from support_request where id = ?
                """,
                operator,
                request);
        return session;
    }

    private void logoutAmongMany(SteadySignIns sso) throws Exception {
        database.update(
                """
                insert into session (id, secret_hash, organization_id, user_id, method, connection_id, name_id, state,
                    created_at, last_seen_at, expires_at)
                select gen_random_uuid(), '', c.organization_id, gen_random_uuid(), 'SSO', c.id,
                    'crowd' || n || '@storm.example', 'ACTIVE', now(), now(), now() + interval '1 day'
                from generate_series(1, ?) as n, connection c where c.id = ?
                """,
                SESSIONS,
                connection());
        database.execute("analyze session");
        sso.during(
                "beside logouts among " + SESSIONS + " sessions",
                SECONDS / 3,
                () -> {
                    logouts();
                    return null;
                });
    }

    private UUID connection() throws SQLException {
        return database.id(
                "select c.id from connection c join organization o on o.id = c.organization_id"
                        + " where o.name = 'Bench' limit 1");
    }

    private void logouts() throws IOException, InterruptedException {
        String slo = installation.acsUrl().replaceAll("/acs$", "/slo");
        double[] millis = new double[50];
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < millis.length; i++) {
                Logout.Request asked =
                        new Logout.Request(
                                "_" + Tokens.random(),
                                Instant.now(),
                                slo,
                                SignedMessages.IDP,
                                new NameId("crowd" + (i + 1) + "@storm.example", null, null, null),
                                null);
                URI url = URI.create(asked.redirectUrl(null, idp.signing()));
                long start = System.nanoTime();
                int status =
                        http.send(
                                        HttpRequest.newBuilder(url).build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                millis[i] = (System.nanoTime() - start) / 1e6;
                if (status != 302) {
                    throw new IllegalStateException("a logout was answered " + status);
                }
            }
        }
        Arrays.sort(millis);
        Figures.print(
                "  those",
                "p50 %.0f ms, slowest %.0f ms",
                millis[millis.length / 2],
                millis[millis.length - 1]);
    }
}
