package dev.latchkey.startup;

import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.PrivateFolder;
import dev.latchkey.shared.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Looks at the settings, the port and the data folder before anything else is begun, so that a refusal comes at once. */
public final class StartChecks implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        GivenSettings given = new GivenSettings(environment);
        List<String> refusals = given.refusals();
        given.warnings().forEach(LOG::warn);
        if (!refusals.isEmpty()) {
            throw refused(refusals);
        }
        given.settle();
        checkMachine(environment);
        LOG.info(
                "Latchkey {} at {}, data folder {}",
                Version.text(),
                environment.getProperty("latchkey.base-url"),
                folder(environment).toAbsolutePath().normalize());
    }

    private static CannotStart refused(List<String> sentences) {
        boolean one = sentences.size() == 1;
        return new CannotStart(
                one
                        ? sentences.getFirst() + "."
                        : sentences.size()
                                + " things are wrong with the settings:\n    - "
                                + String.join(".\n    - ", sentences)
                                + ".",
                "docs/operations.md has the table of the settings.",
                null);
    }

    private static void checkMachine(Environment environment) {
        // The port first: a start that does not come about leaves no folder behind.
        checkPort(
                Integer.parseInt(environment.getProperty("server.port", "8080").strip()),
                environment.getProperty("server.address", ""));
        if (needsDataFolder(environment)) {
            checkFolder(folder(environment));
        }
    }

    private static Path folder(Environment environment) {
        return Path.of(environment.getRequiredProperty("latchkey.data-dir"));
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
                        && !Files.exists(folder(environment).resolve("secret.key")));
    }

    private static void checkFolder(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CannotStart(
                    "The data folder "
                            + folder.toAbsolutePath().normalize()
                            + " is a file and no folder, and can't be written.",
                    "Name another one with LATCHKEY_DATA_DIR, or move the file away.",
                    null);
        }
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
