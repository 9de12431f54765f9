package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.PrivateFolder;
import dev.latchkey.shared.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into the embedded PostgreSQL, and what happens when it or its folder is not as it should be. */
class EmbeddedDatabaseTest {
    /** As in the settings of all tests: unpacked once. */
    private static final Path PROGRAMS = Path.of("target", "postgresql-programs");

    @TempDir private Path folder;

    @Test
    void nobodyComesInWithoutAPasswordAndTheServerIsNoSuperuser() throws Exception {
        Path home = Files.createDirectories(folder.resolve("data"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (EmbeddedDatabase database = start(home)) {
            assertThatNobodyComesIn(database);
            assertThatTheServerOwnsAll(database);
            assertThat(show(database, "select current_setting('synchronous_commit')"))
                    .isEqualTo("on");
        }
        assertThat(permissions(home)).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("postgresql.passwords"))).isEqualTo("rw-------");
        assertThat(permissions(home.resolve("postgresql.socket"))).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("postgresql"))).isEqualTo("rwx------");
    }

    @Test
    void aFolderOfAnEarlierVersionIsClosedBeforeItIsOpenedAndKeepsWhatIsInIt() throws Exception {
        Path data = folder.resolve("postgresql");
        try (EmbeddedPostgres before =
                        EmbeddedPostgres.builder()
                                .setDataDirectory(data)
                                .setCleanDataDirectory(false)
                                .start();
                Connection connection = before.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (id bigserial primary key, word text)");
            statement.execute("insert into kept (word) values ('still here')");
            statement.execute("create view words as select word from kept");
            statement.execute("create type mood as enum ('good')");
            statement.execute("create function two() returns int language sql return 2");
            statement.execute("create schema other create table thing (id int)");
            statement.execute("create role latchkey superuser login password 'of somebody else'");
            statement.execute("create role backdoor superuser login password 'of somebody else'");
            statement.execute("grant pg_execute_server_program to latchkey");
        }
        try (EmbeddedDatabase database = start(folder)) {
            assertThatNobodyComesIn(database);
            assertThatTheServerOwnsAll(database);
            assertThat(show(database, "select word from kept")).isEqualTo("still here");
            assertThat(show(database, "insert into kept (word) values ('more') returning id"))
                    .isEqualTo("2");
        }
    }

    @Test
    void anotherAccountOfTheMachineReachesNeitherPortNorSocketNorPrograms() throws Exception {
        assumeTrue(PrivateFolder.us() == 0, "only root can become somebody else");
        Path home = folder.resolve("data");
        open(folder);
        try (EmbeddedDatabase _ =
                EmbeddedDatabase.start(home, null, soon(), EmbeddedDatabaseTest::bug)) {
            Path programs = home.resolve("postgresql.programs");
            try (Stream<Path> all = Files.walk(programs)) {
                assertThat(all.filter(each -> each.endsWith("bin/postgres"))).hasSize(1);
            }
            for (String forbidden :
                    List.of(
                            "cat '" + home + "/postgresql.passwords'",
                            "ls '" + home + "/postgresql.socket'",
                            "mv '" + programs + "' '" + programs + ".mine'",
                            "mv '" + home + "' '" + home + ".mine'",
                            "touch '" + home + "/x'")) {
                assertThat(asNobody(forbidden)).as(forbidden).isNotZero();
            }
            assertThat(asNobody("true")).isZero();
        }
    }

    @Test
    void aFolderThatEverybodyMayRenameIsRefused() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(refusal(shared.resolve("data"))).contains("may rename", shared.toString());
    }

    @Test
    void lostPasswordsAreMadeAnewWithoutADoorBeingOpen() throws Exception {
        start(folder).close();
        Files.delete(folder.resolve("postgresql.passwords"));
        try (EmbeddedDatabase database = start(folder)) {
            assertThatNobodyComesIn(database);
            assertThat(show(database, "select current_user")).isEqualTo("latchkey");
        }
    }

    @Test
    void onesThatEverybodyCouldReadAreNoPasswordsAnyMore() throws Exception {
        start(folder).close();
        Path file = folder.resolve("postgresql.passwords");
        String known = Files.readString(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (EmbeddedDatabase database = start(folder)) {
            assertThat(show(database, "select current_user")).isEqualTo("latchkey");
        }
        assertThat(Files.readString(file)).isNotEqualTo(known);
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void aProgramThatTookThePortLearnsNoPasswordAndIsNotBelieved(int question) throws Exception {
        try (ServerSocket thief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> answer =
                    CompletableFuture.supplyAsync(() -> answerTo(question, thief));
            String url = ServerRole.url(thief.getLocalPort());
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(url, "latchkey", "x").close());
            assertThat(answer.get(20, TimeUnit.SECONDS))
                    .as("a message with a password")
                    .isNotEqualTo('p');
        }
    }

    /** Plays a server that is content (0), or asks for the password (3) or its MD5 (5); returns what comes then. */
    private static int answerTo(int question, ServerSocket thief) {
        try (Socket client = thief.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.skipNBytes(in.readInt() - 4L);
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            out.writeByte('R');
            out.writeInt(question == 5 ? 12 : 8);
            out.writeInt(question);
            if (question == 5) {
                out.writeInt(0);
            }
            out.flush();
            return in.read();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void aDatabaseThatDiesIsStartedAgain() throws Exception {
        List<String> ends = new ArrayList<>();
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(folder, PROGRAMS, soon(), ends::add)) {
            long dead = database.pid();
            kill(dead, "KILL");
            await(() -> database.pid() != dead && answers(database));
            assertThat(ends).isEmpty();
        }
    }

    @Test
    void oneThatCantBeStartedAgainEndsTheServerAndIsClosedAtOnce() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        EmbeddedDatabase database = EmbeddedDatabase.start(folder, PROGRAMS, soon(), end::complete);
        Path control = folder.resolve("postgresql/global/pg_control");
        Files.move(control, control.resolveSibling("away"));
        kill(database.pid(), "KILL");
        assertThat(end.get(20, TimeUnit.SECONDS)).contains("died", "not started again");
        Instant asked = Instant.now();
        database.close();
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void anOrphanThatReplaysItsLogIsLetFinishAndIsThenStopped() throws Exception {
        Path data = Files.createDirectory(folder.resolve("postgresql"));
        // PostgreSQL listens to this signal also where whoever started the tests had it ignored
        Process orphan =
                new ProcessBuilder("env", "--default-signal=INT", "sleep", "60")
                        .directory(data.toFile())
                        .start();
        pidFile(data, orphan.pid(), "starting");
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stopOrphan(data));
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> stopped.get(500, TimeUnit.MILLISECONDS));
        assertThat(orphan.isAlive()).isTrue();
        pidFile(data, orphan.pid(), "ready");
        stopped.get(20, TimeUnit.SECONDS);
        // The JVM notices the end of its child a moment after everybody else.
        assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(PidFile.in(data)).doesNotExist();
    }

    @Test
    void anotherProgramThatHasTheNumberByNowIsLeftAlone() throws Exception {
        start(folder).close();
        Process other = new ProcessBuilder("sleep", "60").directory(folder.toFile()).start();
        pidFile(folder.resolve("postgresql"), other.pid(), "ready");
        try (EmbeddedDatabase database = start(folder)) {
            assertThat(answers(database)).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void theDataOfAnotherVersionIsNamedAtOnceWithWhatPostgresqlSays() throws Exception {
        start(folder).close();
        Files.writeString(folder.resolve("postgresql/PG_VERSION"), "17\n");
        assertThat(refusal(folder))
                .contains("is PostgreSQL 17's", "brings PostgreSQL 18")
                .contains("incompatible with server");
    }

    @Test
    void anIncompleteFolderIsNamedAtOnceWithWhatPostgresqlSays() throws Exception {
        start(folder).close();
        Files.delete(folder.resolve("postgresql/global/pg_control"));
        assertThat(refusal(folder))
                .contains("not whole", "global/pg_control is missing")
                .contains("could not find the database system");
    }

    @Test
    void aDamagedPidFileIsNamedAndAnEmptyOneIsARemnant() throws Exception {
        start(folder).close();
        Path file = PidFile.in(folder.resolve("postgresql"));
        Files.writeString(file, "abc\n");
        assertThat(refusal(folder)).contains("postmaster.pid", "'abc'");
        Files.writeString(file, "");
        try (EmbeddedDatabase database = start(folder)) {
            assertThat(answers(database)).isTrue();
        }
    }

    @Test
    void whatAKilledStartLeftHalfMadeIsMadeAnew() throws Exception {
        Path half = Files.createDirectories(folder.resolve("postgresql.making/base"));
        Files.writeString(half.resolveSibling("postgresql.conf"), "half");
        Files.createDirectories(folder.resolve("postgresql"));
        try (EmbeddedDatabase database = start(folder)) {
            assertThat(answers(database)).isTrue();
        }
        assertThat(folder.resolve("postgresql.making")).doesNotExist();
    }

    private static void assertThatNobodyComesIn(EmbeddedDatabase database) {
        for (String role : List.of("postgres", "latchkey", "backdoor")) {
            for (String password : List.of("", "postgres", "latchkey", "of somebody else")) {
                String url = database.url().replaceAll("\\?.*", "");
                assertThatExceptionOfType(SQLException.class)
                        .as(role)
                        .isThrownBy(() -> DriverManager.getConnection(url, role, password).close());
            }
        }
    }

    private static void assertThatTheServerOwnsAll(EmbeddedDatabase database) throws SQLException {
        assertThat(show(database, "select rolsuper from pg_roles where rolname = current_user"))
                .isEqualTo("f");
        assertThat(
                        show(
                                database,
                                "select count(*) from pg_auth_members where member = current_user::regrole"))
                .isEqualTo("0");
        assertThat(
                        show(
                                database,
                                """
                                select count(*) from (
                                    select relowner owner, relnamespace space from pg_class
                                    union all select typowner, typnamespace from pg_type
                                    union all select proowner, pronamespace from pg_proc) all_objects
                                where owner <> current_user::regrole
                                    and space in (select oid from pg_namespace
                                        where nspname !~ '^pg_' and nspname <> 'information_schema')
                                """))
                .isEqualTo("0");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> show(database, "copy (select 1) to program 'id'"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> show(database, "select pg_read_file('/etc/hostname')"));
        show(database, "create table made_by_us (id int); select 1");
    }

    private static EmbeddedDatabase start(Path home) {
        return EmbeddedDatabase.start(home, PROGRAMS, soon(), EmbeddedDatabaseTest::bug);
    }

    private static Restarts soon() {
        return Restarts.of(3, Duration.ofMillis(20), Duration.ofMillis(300));
    }

    private static void bug(String reason) {
        throw new IllegalStateException(reason);
    }

    /** All that a refused start says, which comes soon. */
    private static String refusal(Path home) {
        Instant begun = Instant.now();
        CannotStart refused =
                assertThatExceptionOfType(CannotStart.class)
                        .isThrownBy(() -> start(home).close())
                        .actual();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
        return refused.sentence() + " " + refused.remedy() + " " + refused.getCause();
    }

    private static String show(EmbeddedDatabase database, String query) throws SQLException {
        Secret password = Objects.requireNonNull(database.password());
        try (Connection connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), password.reveal());
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(query);
            while (!rows && statement.getUpdateCount() >= 0) {
                rows = statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                return row != null && row.next() ? row.getString(1) : "";
            }
        }
    }

    private static boolean answers(EmbeddedDatabase database) {
        try {
            return show(database, "select 1").equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    private static void stopOrphan(Path data) {
        try {
            Orphan.stop(PostgresPrograms.in(PROGRAMS, false), data);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pidFile(Path data, long pid, String state) throws IOException {
        Files.writeString(
                PidFile.in(data),
                String.join("\n", "" + pid, data.toString(), "1", "1", "", "", "1 1", state, ""));
    }

    private static void open(Path folder) throws IOException {
        for (Path each = folder; each != null; each = each.getParent()) {
            if (each.startsWith(System.getProperty("java.io.tmpdir")) && each.getNameCount() > 1) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static int asNobody(String command) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "sh",
                        "-c",
                        command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void kill(long pid, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, "" + pid).start();
        assertThat(kill.waitFor())
                .as(new String(kill.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
    }

    private static void await(java.util.function.BooleanSupplier met) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(20);
        while (!met.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(20);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
