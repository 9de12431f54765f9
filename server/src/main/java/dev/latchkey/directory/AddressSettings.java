package dev.latchkey.directory;

import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How careful a change of somebody's address is.
 *
 * @param waitHours how long no password can be set by a link to a new address that the old mailbox did not agree to
 */
@ConfigurationProperties("latchkey.address")
public record AddressSettings(@DefaultValue("24") int waitHours) {
    private static final Setting WAIT_HOURS =
            Setting.number("LATCHKEY_ADDRESS_WAIT_HOURS", "latchkey.address.wait-hours", 1, 720);

    public AddressSettings {
        WAIT_HOURS.require(waitHours);
    }

    Duration length() {
        return Duration.ofHours(waitHours);
    }

    static final class Declared implements DeclaredSettings {
        @Override
        public List<Setting> settings() {
            return List.of(WAIT_HOURS);
        }
    }
}
