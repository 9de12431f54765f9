package dev.latchkey.database;

import dev.latchkey.shared.PrivateFolder;
import dev.latchkey.shared.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The passwords of the embedded database, in a file as {@code PGPASSFILE} has it: one of the superuser, who is there to
 * set up, and one of the server's own role.
 */
record PostgresPasswords(Secret superuser, Secret server) {
    static final String SUPERUSER = "postgres";
    static final String SERVER = "latchkey";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Reads them, or makes new ones where there are none that can be read. */
    static PostgresPasswords from(Path file) throws IOException {
        String text = PrivateFolder.read(file);
        Secret superuser = text == null ? null : password(text, SUPERUSER);
        Secret server = text == null ? null : password(text, SERVER);
        return superuser == null || server == null
                ? make(file)
                : new PostgresPasswords(superuser, server);
    }

    private static PostgresPasswords make(Path file) throws IOException {
        PostgresPasswords made = new PostgresPasswords(random(), random());
        PrivateFolder.write(file, line(SUPERUSER, made.superuser()) + line(SERVER, made.server()));
        return made;
    }

    /** Letters, digits, minus and underscore, so that none needs quoting anywhere. */
    private static Secret random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String line(String role, Secret password) {
        return "*:*:*:" + role + ":" + password.reveal() + "\n";
    }

    private static @Nullable Secret password(String text, String role) {
        Matcher line =
                Pattern.compile("(?m)^\\*:\\*:\\*:" + role + ":([\\w-]{43})\\r?$").matcher(text);
        return line.find() ? new Secret(line.group(1)) : null;
    }
}
