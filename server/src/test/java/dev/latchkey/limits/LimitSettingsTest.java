package dev.latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSettingsTest {
    @Test
    void theFiguresAreRead() {
        assertThat(new LimitSettings("500", " 20 ", "1", "30"))
                .isEqualTo(new LimitSettings(500, 20, 1, Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "1.5", "1e3", "1000001", "99999999999", "١٠"})
    void whatIsNoSensibleNumberEndsTheStartWithASentence(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitSettings(given, "10", "10000", "3"))
                .withMessage(
                        "LATCHKEY_LIMIT_WRONG_PER_NETWORK is '"
                                + given
                                + "' and must be a whole number from 1 to 1000000");
    }
}
