package dev.latchkey.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the database is used.
 *
 * @param connections how many a node keeps at most, for sign-ins, pages and long work together
 */
@ConfigurationProperties("latchkey.database")
record DatabaseSettings(@DefaultValue("32") int connections) {
    DatabaseSettings {
        if (connections < LaneBounds.PARTS / 2 || connections > 1000) {
            throw new IllegalArgumentException(
                    "LATCHKEY_DATABASE_CONNECTIONS must be from 16 to 1000");
        }
    }
}
