package dev.latchkey.web;

import dev.latchkey.shared.CannotStart;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Gives Tomcat its folder: in the data folder where there is one, which is closed to others and has room, else in the
 * machine's temporary folder.
 */
@Component
class WorkFolderOfTomcat
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, AutoCloseable {
    private final Path parent;
    private @Nullable WorkFolder folder;

    WorkFolderOfTomcat(Environment environment) {
        parent =
                needsDataFolder(environment)
                        ? Path.of(environment.getRequiredProperty("latchkey.data-dir"))
                                .resolve("tomcat")
                        : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static boolean needsDataFolder(Environment environment) {
        return environment.getProperty("latchkey.database.url", "").isBlank()
                || environment.getProperty("latchkey.secret-keys", "").isBlank();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        try {
            WorkFolder made = WorkFolder.in(parent);
            folder = made;
            factory.setBaseDirectory(made.sub("base").toFile());
            factory.setDocumentRoot(made.sub("documents").toFile());
        } catch (IOException e) {
            throw new CannotStart(
                    "The folder for uploads and other temporary files can't be made in "
                            + parent.toAbsolutePath().normalize()
                            + ".",
                    "Let this user write there, or name another temporary folder with"
                            + " LATCHKEY_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER.",
                    e);
        }
    }

    @Override
    public void close() {
        if (folder != null) {
            folder.close();
        }
    }
}
