package dev.latchkey.limits;

import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much is too much; all figures are for a quarter of an hour.
 *
 * @param wrongPerNetwork wrong passwords from one network before it has to wait
 * @param wrongPerAddress wrong passwords for one address, or of one known browser for it, before the next ones are
 *     delayed
 * @param signInsPerNetwork sign-ins that one network begins
 * @param longestDelay the most that a password is delayed
 */
@ConfigurationProperties("latchkey.limits")
record LimitSettings(
        int wrongPerNetwork, int wrongPerAddress, int signInsPerNetwork, Duration longestDelay) {
    private static final Setting WRONG_PER_NETWORK =
            Setting.number(
                    "LATCHKEY_LIMIT_WRONG_PER_NETWORK",
                    "latchkey.limits.wrong-per-network",
                    1,
                    1_000_000);
    private static final Setting WRONG_PER_ADDRESS =
            Setting.number(
                    "LATCHKEY_LIMIT_WRONG_PER_ADDRESS",
                    "latchkey.limits.wrong-per-address",
                    1,
                    1_000);
    private static final Setting SIGN_INS_PER_NETWORK =
            Setting.number(
                    "LATCHKEY_LIMIT_SIGN_INS_PER_NETWORK",
                    "latchkey.limits.sign-ins-per-network",
                    1,
                    10_000_000);
    private static final Setting LONGEST_DELAY =
            Setting.number("LATCHKEY_LIMIT_DELAY_SECONDS", "latchkey.limits.longest-delay", 1, 30);

    @org.springframework.boot.context.properties.bind.ConstructorBinding
    LimitSettings(
            @DefaultValue("100") String wrongPerNetwork,
            @DefaultValue("10") String wrongPerAddress,
            @DefaultValue("10000") String signInsPerNetwork,
            @DefaultValue("3") String longestDelay) {
        this(
                number(WRONG_PER_NETWORK, wrongPerNetwork),
                number(WRONG_PER_ADDRESS, wrongPerAddress),
                number(SIGN_INS_PER_NETWORK, signInsPerNetwork),
                Duration.ofSeconds(number(LONGEST_DELAY, longestDelay)));
    }

    private static int number(Setting setting, String text) {
        setting.require(text);
        return Integer.parseInt(text.strip());
    }

    static final class Declared implements DeclaredSettings {
        @Override
        public List<Setting> settings() {
            return List.of(
                    WRONG_PER_NETWORK, WRONG_PER_ADDRESS, SIGN_INS_PER_NETWORK, LONGEST_DELAY);
        }
    }
}
