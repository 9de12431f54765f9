package dev.latchkey.limits;

import java.time.Duration;
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
    @org.springframework.boot.context.properties.bind.ConstructorBinding
    LimitSettings(
            @DefaultValue("100") String wrongPerNetwork,
            @DefaultValue("10") String wrongPerAddress,
            @DefaultValue("10000") String signInsPerNetwork,
            @DefaultValue("3") String longestDelay) {
        this(
                number("LATCHKEY_LIMIT_WRONG_PER_NETWORK", wrongPerNetwork, 1, 1_000_000),
                number("LATCHKEY_LIMIT_WRONG_PER_ADDRESS", wrongPerAddress, 1, 1_000),
                number("LATCHKEY_LIMIT_SIGN_INS_PER_NETWORK", signInsPerNetwork, 1, 10_000_000),
                Duration.ofSeconds(number("LATCHKEY_LIMIT_DELAY_SECONDS", longestDelay, 1, 30)));
    }

    /** Read here, so that what is no number is said as plainly as what is too large. */
    private static int number(String setting, String text, int least, int most) {
        String digits = text.strip();
        if (digits.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(digits);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                setting
                        + " is '"
                        + text
                        + "' and must be a whole number from "
                        + least
                        + " to "
                        + most);
    }
}
