package dev.latchkey.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The one Keycloak that all processes of the tests share: the first that needs it starts it, the last that leaves stops
 * it. What they know of each other is in a file beside it, which is read and written under a lock.
 *
 * @param keycloak the process that was started
 * @param port where it listens, or will
 * @param users the processes that need it
 */
record KeycloakProcess(ProcessHandle keycloak, int port, List<Long> users) {
    static final String SECRET = "only-in-this-test";

    /** Adds this process to those that need it; it may not answer yet. */
    static KeycloakProcess entered() {
        Path home = home();
        long self = ProcessHandle.current().pid();
        return alone(
                home,
                () -> {
                    KeycloakProcess running = read(home).orElseGet(() -> started(home));
                    running.users.add(self);
                    running.write(home);
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(home, self)));
                    return running;
                });
    }

    private static void leave(Path home, long self) {
        alone(
                home,
                () -> {
                    read(home)
                            .ifPresent(running -> {
                                running.users.remove(self);
                                if (running.users.isEmpty()) {
                                    running.stop();
                                }
                                running.write(home);
                            });
                    return true;
                });
    }

    /** The one that was started, unless it is gone. Users that are gone are forgotten. */
    private static Optional<KeycloakProcess> read(Path home) {
        try {
            Path file = notes(home);
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() < 2) {
                return Optional.empty();
            }
            List<Long> users = new ArrayList<>();
            lines.stream()
                    .skip(2)
                    .map(Long::valueOf)
                    .filter(pid -> ProcessHandle.of(pid).isPresent())
                    .forEach(users::add);
            int port = Integer.parseInt(lines.get(1));
            return ProcessHandle.of(Long.parseLong(lines.getFirst()))
                    .filter(ProcessHandle::isAlive)
                    // A number may long be somebody else's.
                    .filter(handle -> !users.isEmpty())
                    .map(handle -> new KeycloakProcess(handle, port, users));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path home) {
        try {
            List<String> lines = new ArrayList<>(List.of(keycloak.pid() + "", port + ""));
            users.forEach(pid -> lines.add(pid.toString()));
            Files.write(notes(home), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path notes(Path home) {
        return home.resolve("latchkey-test.running");
    }

    private interface Action<T> {
        T run();
    }

    private static <T> T alone(Path home, Action<T> action) {
        try (FileChannel file =
                        FileChannel.open(
                                home.resolve("latchkey-test.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            Objects.requireNonNull(lock);
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() {
        try (var unpacked = Files.list(Path.of("target/keycloak"))) {
            return unpacked.filter(each -> Files.exists(each.resolve("bin/kc.sh")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException("Keycloak is not unpacked"));
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak is not unpacked", e);
        }
    }

    private static KeycloakProcess started(Path home) {
        int port = freePort();
        var builder =
                new ProcessBuilder(
                        "bash",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--cache=local",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port);
        builder.environment()
                .putAll(
                        Map.of(
                                "JAVA_HOME",
                                System.getProperty("java.home"),
                                "JAVA_OPTS_KC_HEAP",
                                "-Xms128m -Xmx640m",
                                "KC_BOOTSTRAP_ADMIN_USERNAME",
                                "admin",
                                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                                SECRET));
        try {
            Process process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(home.resolve("latchkey-test.log").toFile())
                            .start();
            return new KeycloakProcess(process.toHandle(), port, new ArrayList<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return keycloak.isAlive();
    }

    /** Ends the launching shell and the server that it started. */
    private void stop() {
        keycloak.descendants().forEach(ProcessHandle::destroy);
        keycloak.destroy();
        keycloak.onExit().completeOnTimeout(keycloak, 10, TimeUnit.SECONDS).join();
        keycloak.descendants().forEach(ProcessHandle::destroyForcibly);
        keycloak.destroyForcibly();
    }
}
