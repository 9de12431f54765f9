package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.PrivateFolder;
import dev.latchkey.shared.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded database's folder: made, made safe, and told what is wrong with it. */
final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    /** What PostgreSQL the jar brings. */
    static final int MAJOR = 18;

    /** Nobody comes in without a password, whichever way. What it says otherwise is refused. */
    private static final String ACCESS =
            """
            # Latchkey writes this file at each start.
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private final PostgresPrograms programs;
    private final Path data;

    Cluster(PostgresPrograms programs, Path data) {
        this.programs = programs;
        this.data = data;
    }

    boolean isEmpty() throws IOException {
        try (Stream<Path> all = Files.list(data)) {
            return all.findAny().isEmpty();
        }
    }

    /**
     * Makes a new one. It is made beside its place, so that a run that is killed in between leaves nothing that looks
     * like one. Its order and its letters are Unicode's on every machine, whatever language that speaks.
     */
    void make(PostgresPasswords passwords) throws IOException, InterruptedException {
        FileStore store = Files.getFileStore(data);
        boolean mounted =
                !store.equals(Files.getFileStore(Objects.requireNonNull(data.getParent())));
        Path fresh = mounted ? data : data.resolveSibling(data.getFileName() + ".making");
        if (!mounted) {
            PrivateFolder.remove(fresh);
        }
        Path password = data.resolveSibling(data.getFileName() + ".initial");
        PrivateFolder.write(password, passwords.superuser().reveal() + "\n");
        try {
            List<String> arguments =
                    List.of(
                            "--pgdata=" + fresh,
                            "--username=" + PostgresPasswords.SUPERUSER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions");
            run("initdb", arguments, "");
        } finally {
            Files.deleteIfExists(password);
        }
        if (!mounted) {
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Closes what an earlier version left open to everybody on the machine. */
    void closeAccess() throws IOException {
        Path file = data.resolve("pg_hba.conf");
        if (isOurVersion() && !ACCESS.equals(PrivateFolder.read(file))) {
            PrivateFolder.write(file, ACCESS);
        }
    }

    /**
     * Gives the superuser its password while nobody can connect: in a single-user run, which has no door. It replays
     * the log first, where there was a crash.
     */
    void setPassword(Secret password) throws IOException, InterruptedException {
        LOG.info("The superuser of the embedded PostgreSQL gets a new password");
        List<String> arguments = new ArrayList<>(List.of("--single", "-D", data.toString()));
        for (String each :
                List.of(
                        "exit_on_error=on",
                        "password_encryption=scram-sha-256",
                        "log_destination=stderr",
                        "logging_collector=off",
                        "log_statement=none",
                        "log_min_error_statement=panic")) {
            arguments.addAll(List.of("-c", each));
        }
        arguments.add("postgres");
        run(
                "postgres",
                arguments,
                "alter role postgres login superuser valid until 'infinity' password '"
                        + password.reveal()
                        + "'\n");
    }

    private void run(String program, List<String> arguments, String input)
            throws IOException, InterruptedException {
        Process process =
                programs.builder(
                                programs.command(program, arguments),
                                Objects.requireNonNull(data.getParent()))
                        .start();
        PostgresLog log = new PostgresLog();
        Thread reader = log.read(process.getInputStream());
        try (OutputStream to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("{} took no input: {}", program, e.getMessage());
        }
        int status;
        try {
            status = process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            throw e;
        }
        reader.join();
        if (status != 0) {
            throw refusal(log.lastWords());
        }
    }

    /** Why PostgreSQL does not start in this folder, as far as can be seen, with its own words. */
    CannotStart refusal(String words) {
        IOException cause = new IOException("PostgreSQL says: " + words);
        String version = version();
        if (!version.isEmpty() && !isOurVersion()) {
            return new CannotStart(
                    "The data in "
                            + data
                            + " is PostgreSQL "
                            + version
                            + "'s, and Latchkey brings PostgreSQL "
                            + MAJOR
                            + ".",
                    "Dump it with PostgreSQL "
                            + version
                            + " and give the dump to a new one, or run"
                            + " PostgreSQL "
                            + version
                            + " yourself and name it with LATCHKEY_DATABASE_URL.",
                    cause);
        }
        if (version.isEmpty() || !Files.exists(data.resolve("global/pg_control"))) {
            return new CannotStart(
                    "The database in "
                            + data
                            + " is not whole: "
                            + (version.isEmpty() ? "PG_VERSION" : "global/pg_control")
                            + " is missing.",
                    "Put the folder back from a backup. A new, empty database is made where the"
                            + " folder isn't there.",
                    cause);
        }
        return new CannotStart(
                "The embedded PostgreSQL did not start with its data in " + data + ".",
                "Its own words are below. Look for space on the disk too, or give a PostgreSQL of"
                        + " your own with LATCHKEY_DATABASE_URL.",
                cause);
    }

    private boolean isOurVersion() {
        return version().equals(String.valueOf(MAJOR));
    }

    private String version() {
        try {
            String text = Files.readString(data.resolve("PG_VERSION"), StandardCharsets.ISO_8859_1);
            return text.strip().matches("[0-9.]{1,8}") ? text.strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
