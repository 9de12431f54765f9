package dev.latchkey.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of the connector that may be set.
 *
 * @param maxConnections how many connections are open at once; one that is slow takes up to 170 KB of memory
 */
@ConfigurationProperties("latchkey.http")
record HttpSettings(@DefaultValue("2000") int maxConnections) {
    HttpSettings {
        if (maxConnections < 100 || maxConnections > 100_000) {
            throw new IllegalArgumentException(
                    "LATCHKEY_MAX_CONNECTIONS must be from 100 to 100000");
        }
    }
}
