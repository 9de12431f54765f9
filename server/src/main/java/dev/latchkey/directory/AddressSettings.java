package dev.latchkey.directory;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How careful a change of somebody's address is.
 *
 * @param waitHours how long no password can be set by a link to a new address that the old mailbox did not agree to
 */
@ConfigurationProperties("latchkey.address")
public record AddressSettings(@DefaultValue("24") int waitHours) {
    private static final int LONGEST = 720;

    public AddressSettings {
        if (waitHours < 1 || waitHours > LONGEST) {
            throw new IllegalArgumentException("LATCHKEY_ADDRESS_WAIT_HOURS must be from 1 to 720");
        }
    }

    Duration length() {
        return Duration.ofHours(waitHours);
    }
}
