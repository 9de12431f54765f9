package dev.latchkey.bench;

import dev.latchkey.shared.OrganizationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * {@code ./latchkey bench rollout}: one organization with very many users goes the whole assisted way on the pages that
 * people use, while others sign in, and each step says how long it took. With {@code -Dlatchkey.bench.data=FOLDER} the
 * users stay there for the next run.
 */
final class Rollouts {
    private static final int BYSTANDERS = 2_000;
    private static final int PASSWORD_SESSIONS = 100_000;
    private static final int SIGNED_IN_SINCE = 200_000;
    private static final String HEAP = "-Xmx512m";

    private final long one;
    private final long all;
    private final Path jar;

    Rollouts(long one, long all, Path jar) {
        this.one = one;
        this.all = all;
        this.jar = jar;
    }

    void run() throws Exception {
        String kept = System.getProperty("latchkey.bench.data");
        Path data =
                kept == null
                        ? Folders.temporary()
                        : Files.createDirectories(Path.of(kept).toAbsolutePath());
        try (Database database = Database.large(data.resolve("postgres"))) {
            run(data, database);
        } finally {
            if (kept == null) {
                Folders.delete(data);
            }
        }
    }

    private void run(Path data, Database database) throws Exception {
        int port = ServerProcess.freePort();
        String base = ServerProcess.base(port);
        SignedMessages idp = new SignedMessages();
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
        Installation others =
                Installation.prepare(
                        settings,
                        "bench" + System.currentTimeMillis() + ".example",
                        idp.certificate(),
                        BYSTANDERS);
        OrganizationId organization = populated(database, one, all);
        RolloutStage stage =
                RolloutStage.set(
                        database,
                        organization,
                        Installation.connect(settings, organization, idp.certificate()));
        Files.deleteIfExists(data.resolve("gc.log"));
        try (ServerProcess server =
                new ServerProcess(
                        jar,
                        port,
                        data,
                        database,
                        List.of(HEAP, "-Xlog:gc:file=" + data.resolve("gc.log")))) {
            server.awaitAnswer();
            Figures.print("load of the machine before", "%s", load());
            Bystanders bystanders = new Bystanders(new Load(others.acsUrl(), 1), idp, others);
            lead(database, stage, bystanders, base, data);
            Figures.print("load of the machine after", "%s", load());
            Figures.print(
                    "memory of the server with " + HEAP,
                    "%.0f MiB at most",
                    ProcessUse.peakMebibytes(server.handle()));
            Figures.print(
                    "heap after a collection", "%d MiB at most", heap(data.resolve("gc.log")));
        }
    }

    /** Leads the organization the whole way, on the pages of the server at this address. */
    static void lead(
            Database database, RolloutStage stage, Bystanders bystanders, String base, Path data)
            throws Exception {
        new Way(database, stage, bystanders, base, data).go();
    }

    /** The organization that it is about, made with its users where it is not there yet. */
    static OrganizationId populated(Database database, long one, long all) throws SQLException {
        if (database.number("select count(*) from organization where name = 'Million'") == 0) {
            Figures.say("Making " + all + " users, " + one + " of them of one organization …");
            new Population(database, one, all).fill();
        }
        UUID found = database.id("select id from organization where name = 'Million'");
        Figures.print(
                "users of the organization, of all",
                "%d, %d",
                database.number(
                        "select count(*) from app_user where organization_id = '" + found + "'"),
                database.number("select count(*) from app_user"));
        return new OrganizationId(found);
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip()
                + " on "
                + Runtime.getRuntime().availableProcessors()
                + " cores";
    }

    /** As the collector logged it: {@code 120M->45M(512M)}. */
    private static long heap(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.map(java.util.regex.Pattern.compile("->(\\d+)M\\(")::matcher)
                    .filter(java.util.regex.Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    /** The way from the rules to the undoing, by both sides' browsers. */
    private static final class Way {
        private final Database database;
        private final RolloutStage stage;
        private final Bystanders bystanders;
        private final Browser operator;
        private final Browser admin;
        private final Path data;
        private final String there;
        private String list = "";
        private String own = "";

        Way(Database database, RolloutStage stage, Bystanders bystanders, String base, Path data) {
            this.database = database;
            this.stage = stage;
            this.bystanders = bystanders;
            this.data = data;
            operator = new Browser(base, "latchkey_operator", stage.operatorSession());
            admin = new Browser(base, "latchkey_session", stage.adminSession());
            there = "/operator/organizations/" + stage.organization();
        }

        void go() throws Exception {
            bystanders.during("warming up", () -> null);
            bystanders.during("idle", () -> null);
            identify();
            long users = export();
            compare();
            settle();
            approve();
            look("approved");
            enforce(users);
            bystanders.during("idle again", () -> null);
        }

        private void identify() throws Exception {
            operator.get(there + "/rollouts/" + stage.rollout());
            String begun =
                    operator.post(
                                    there + "/rollouts/" + stage.rollout() + "/cohorts",
                                    Map.of("name", "Everybody"))
                            .location();
            String sid = begun.replaceAll(".*/cohorts/(CO[0-9A-F]+).*", "$1");
            list = there + "/cohorts/" + sid;
            own = "/organization/cohorts/" + sid;
            for (String domain : Population.DOMAINS) {
                page(
                        "domain added and counted, " + domain,
                        () ->
                                operator.postForPage(
                                        list + "/rules",
                                        Map.of("kind", "DOMAIN", "lines", domain)));
            }
            page("preview of the domains", () -> operator.get(list + "/rules"));
            bystanders.during(
                    "list being made",
                    () -> page("list made", () -> operator.post(list + "/list", Map.of())));
        }

        private long export() throws Exception {
            return bystanders.during(
                    "list exported",
                    () -> {
                        long start = System.nanoTime();
                        long lines = operator.lines(list + "/list.csv") - 1;
                        double seconds = (System.nanoTime() - start) / 1e9;
                        Figures.print(
                                "list exported",
                                "%.2f s, %.0f rows a second",
                                seconds,
                                lines / seconds);
                        return lines;
                    });
        }

        private void compare() throws Exception {
            Path csv = data.resolve("idp-users.csv");
            long lines = IdpExport.write(database, stage.organization().value(), csv);
            bystanders.during(
                    "comparison with the IdP",
                    () -> {
                        long start = System.nanoTime();
                        admin.get(own + "/comparison");
                        Browser.Answer uploaded = admin.upload(own + "/comparison", csv);
                        admin.get(own + "/comparison/columns");
                        admin.post(
                                own + "/comparison/columns",
                                Map.of(
                                        "header", "true", "address", "0", "name", "1", "status",
                                        "2"));
                        while (admin.get(own + "/comparison").body().contains("is being read")) {
                            Thread.sleep(100);
                        }
                        double read = (System.nanoTime() - start) / 1e9;
                        admin.get(own + "/readiness");
                        Figures.print(
                                "comparison with a CSV of " + lines,
                                "%.2f s (uploaded %.2f, read by %.2f)",
                                (System.nanoTime() - start) / 1e9,
                                uploaded.seconds(),
                                read);
                        return null;
                    });
            Files.delete(csv);
            page("readiness page", () -> admin.get(own + "/readiness"));
        }

        /** Whoever would be locked out is left out; whoever only never tried is accepted. */
        private void settle() throws Exception {
            for (String kind :
                    List.of(
                            "missing-in-idp",
                            "alias-suspected",
                            "case-collision",
                            "inactive",
                            "shared-mailbox",
                            "api-only")) {
                page("  page of a finding, " + kind, () -> admin.get(own + "/readiness/" + kind));
                String exclusion = own + "/readiness/" + kind + "/exclusion";
                if (!admin.shows(exclusion)) {
                    continue; // in a small organization nobody may be concerned
                }
                page(
                        "left out, " + kind,
                        () ->
                                admin.post(
                                        exclusion,
                                        Map.of(
                                                "all",
                                                "true",
                                                "reason",
                                                "Not at the identity provider")));
            }
            admin.get(own + "/readiness/never-signed-in");
            page(
                    "accepted, never-signed-in",
                    () ->
                            admin.post(
                                    own + "/readiness/never-signed-in/acceptance",
                                    Map.of("all", "true", "reason", "They come after the switch")));
        }

        private void approve() throws Exception {
            look("made");
            String page = admin.get(own + "/list").body();
            Map<String, String> shown =
                    Map.of("revision", field(page, "revision"), "changes", field(page, "changes"));
            bystanders.during(
                    "list approved",
                    () -> page("list approved", () -> admin.post(own + "/approval", shown)));
            // The mails are another bench's matter.
            database.execute("update cohort set state = 'ANNOUNCED' where state = 'APPROVED'");
            String form = admin.get(own + "/go-ahead").body();
            page(
                    "go-ahead given",
                    () ->
                            admin.post(
                                    own + "/go-ahead",
                                    Map.of(
                                            "revision",
                                            field(form, "revision"),
                                            "sessions",
                                            "END",
                                            "newUsers",
                                            "true")));
        }

        private static String field(String page, String name) {
            String mark = "name=\"" + name + "\" value=\"";
            int from = page.indexOf(mark);
            if (from < 0) {
                throw new IllegalStateException("no field " + name + " in " + page);
            }
            from += mark.length();
            return page.substring(from, page.indexOf('"', from));
        }

        private void enforce(long users) throws Exception {
            database.update(
                    """
                    insert into session (id, secret_hash, organization_id, user_id, method, state, created_at,
                        last_seen_at, expires_at)
                    select uuidv7(), sha256(user_id::text::bytea), organization_id, user_id, 'PASSWORD', 'ACTIVE', now(), now(),
                        now() + interval '1 day'
                    from cohort_user where decision = 'IN' and until is null limit ?
                    """,
                    PASSWORD_SESSIONS);
            long sessions = passwordSessions();
            operator.get(list);
            bystanders.during(
                    "users enforced",
                    () -> {
                        page(
                                "enforcement of " + switching() + " of " + users,
                                () -> operator.post(list + "/enforcement", Map.of()));
                        long start = System.nanoTime();
                        while (passwordSessions() > 0) {
                            Thread.sleep(50);
                        }
                        Figures.print(
                                sessions + " password sessions ended",
                                "%.2f s after it",
                                (System.nanoTime() - start) / 1e9);
                        return null;
                    });
            database.execute(SIGN_INS_SINCE.formatted(stage.connection(), SIGNED_IN_SINCE));
            look("enforced");
            page("watch page", () -> operator.get(list + "/watch"));
            operator.get(list + "/watch");
            page(
                    "enforcement undone",
                    () ->
                            operator.post(
                                    list + "/enforcement",
                                    Map.of(
                                            "_method",
                                            "delete",
                                            "reason",
                                            "It was only to see how long it takes")));
        }

        private long switching() throws SQLException {
            return database.number("select max(users_in) from cohort_revision");
        }

        private long passwordSessions() throws SQLException {
            return database.number("select count(*) from session where method = 'PASSWORD'");
        }

        /** The pages that people look at meanwhile. */
        private void look(String when) throws Exception {
            page(
                    "  rollout's page, list " + when,
                    () -> admin.get("/organization/rollouts/" + stage.rollout()));
            page("  list's page", () -> admin.get(own));
            Browser.Answer first = page("  list, first lines", () -> admin.get(own + "/list"));
            String next =
                    first.body().replaceAll("(?s).*class=\"pager\"><a href=\"([^\"]+)\".*", "$1");
            page("  list, next lines", () -> admin.get(next.replace("&amp;", "&")));
            page("  list, far behind", () -> admin.get(own + "/list?afterKey=y"));
            page("  list, left out", () -> admin.get(own + "/list?decision=OUT"));
            page("  list, a name", () -> admin.get(own + "/list?text=grace.kor"));
            page("  list, a rare name", () -> admin.get(own + "/list?text=nobody+at+all"));
            page("  rules", () -> operator.get(list + "/rules"));
            page(
                    "  evidence",
                    () -> admin.get("/organization/rollouts/" + stage.rollout() + "/evidence"));
        }

        private static Browser.Answer page(String what, Callable<Browser.Answer> browser)
                throws Exception {
            Browser.Answer answer = browser.call();
            Figures.print(what, "%.3f s", answer.seconds());
            return answer;
        }
    }

    private static final String SIGN_INS_SINCE =
            """
            with them as (
                select cu.organization_id, cu.user_id, cu.email, c.connection_id from cohort_user cu
                join cohort c on c.organization_id = cu.organization_id and c.id = cu.cohort_id
                where cu.decision = 'IN' and cu.until is null limit %2$d
            ), seen as (
                insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
                select organization_id, user_id, connection_id, now(), now() from them
                on conflict (organization_id, user_id, connection_id) do update set last_at = now()
            )
            insert into audit_record (id, at, organization_id, actor_kind, actor_id, actor_name, action, subject_kind,
                subject_id, detail, ip)
            select uuidv7(), now(), organization_id, 'IDP', '%1$s', 'Bench', 'login.sso', 'user',
                'US' || upper(replace(user_id::text, '-', '')), '{}', '192.0.2.7'
            from them
            """;
}
