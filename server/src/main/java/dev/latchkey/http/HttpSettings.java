package dev.latchkey.http;

import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of the connector that may be set.
 *
 * @param maxConnections how many connections are open at once; one that is slow takes up to 170 KB of memory
 */
@ConfigurationProperties("latchkey.http")
record HttpSettings(@DefaultValue("2000") int maxConnections) {
    private static final Setting MAX_CONNECTIONS =
            Setting.number(
                    "LATCHKEY_MAX_CONNECTIONS", "latchkey.http.max-connections", 100, 100_000);

    HttpSettings {
        MAX_CONNECTIONS.require(maxConnections);
    }

    static final class Declared implements DeclaredSettings {
        @Override
        public List<Setting> settings() {
            return List.of(MAX_CONNECTIONS, TrustedProxies.TRUSTED);
        }
    }
}
