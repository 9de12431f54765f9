package dev.latchkey.database;

import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the database is used.
 *
 * @param connections how many a node keeps at most, for sign-ins, pages and long work together
 */
@ConfigurationProperties("latchkey.database")
record DatabaseSettings(@DefaultValue("32") int connections) {
    private static final Setting CONNECTIONS =
            Setting.number(
                    "LATCHKEY_DATABASE_CONNECTIONS",
                    "latchkey.database.connections",
                    LaneBounds.PARTS / 2,
                    1000);

    DatabaseSettings {
        CONNECTIONS.require(connections);
    }

    /** The address may begin with {@code jdbc:} or not. */
    static String jdbcUrl(String given) {
        return given.startsWith("jdbc:") ? given : "jdbc:" + given;
    }

    /** With the driver's own words the password might be shown, which may be a parameter. */
    private static void readUrl(String given) {
        String url = jdbcUrl(given);
        int begin = url.indexOf("//");
        String host = begin < 0 ? "" : url.substring(begin + 2).split("[/?]", 2)[0];
        if (!url.startsWith("jdbc:postgresql:")
                || host.contains("@")
                || Driver.parseURL(url, new Properties()) == null) {
            throw new IllegalArgumentException(
                    "LATCHKEY_DATABASE_URL must be like jdbc:postgresql://host:5432/database, with user and"
                            + " password in LATCHKEY_DATABASE_USER and LATCHKEY_DATABASE_PASSWORD");
        }
    }

    private static boolean isPath(String given) {
        try {
            return !Path.of(given).toString().isBlank();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static final class Declared implements DeclaredSettings {
        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.secret(
                                    "LATCHKEY_DATABASE_URL",
                                    "latchkey.database.url",
                                    "like jdbc:postgresql://host:5432/database",
                                    DatabaseSettings::readUrl)
                            .optional(),
                    Setting.of(
                                    "LATCHKEY_DATABASE_USER",
                                    "latchkey.database.user",
                                    "the name of a role",
                                    name -> name.chars().noneMatch(Character::isISOControl))
                            .optional(),
                    Setting.secret(
                                    "LATCHKEY_DATABASE_PASSWORD",
                                    "latchkey.database.password",
                                    "its password",
                                    any -> {})
                            .optional(),
                    CONNECTIONS,
                    Setting.of(
                                    "LATCHKEY_DATABASE_PROGRAMS",
                                    "latchkey.database.programs",
                                    "the name of a folder",
                                    DatabaseSettings::isPath)
                            .optional());
        }
    }
}
