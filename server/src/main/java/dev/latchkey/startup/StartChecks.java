package dev.latchkey.startup;

import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Looks at the port and the data folder before anything else is begun, so that a refusal comes at once. */
public final class StartChecks implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Environment environment = event.getEnvironment();
        checkPort(port(environment), environment.getProperty("server.address", ""));
        if (needsDataFolder(environment)) {
            checkFolder(Path.of(environment.getRequiredProperty("latchkey.data-dir")));
        }
    }

    private static int port(Environment environment) {
        String given = environment.getProperty("server.port", "8080");
        try {
            int port = Integer.parseInt(given);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new CannotStart(
                "LATCHKEY_PORT is '" + given + "', which is no port.",
                "Give a number from 1 to 65535.",
                null);
    }

    private static void checkPort(int port, String address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(
                    address.isEmpty()
                            ? new InetSocketAddress(port)
                            : new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw StartFailure.portTaken(port, e);
        }
    }

    private static boolean needsDataFolder(Environment environment) {
        // A key that is there is read only, so its folder may be.
        return environment.getProperty("latchkey.database.url", "").isBlank()
                || (environment.getProperty("latchkey.secret-keys", "").isBlank()
                        && !Files.exists(
                                Path.of(environment.getRequiredProperty("latchkey.data-dir"))
                                        .resolve("secret.key")));
    }

    private static void checkFolder(Path folder) {
        try {
            PrivateFolder.data(folder);
            Files.delete(Files.createTempFile(folder, "write", ".check"));
        } catch (IOException | UncheckedIOException e) {
            throw new CannotStart(
                    "The data folder " + folder.toAbsolutePath().normalize() + " can't be written.",
                    "Let this user write there, or name another folder with LATCHKEY_DATA_DIR.",
                    e);
        }
    }
}
