package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.shared.CannotStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which PostgreSQL may be given. */
class DatabaseVersionTest {
    @Test
    void theOneItIsTestedWithIsTakenWithoutAWord() {
        assertThat(DatabaseVersion.judge(18, "18.6")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 19})
    void oneThatNobodyTestsIsTakenAndNamed(int major) {
        assertThat(DatabaseVersion.judge(major, major + ".4 (Debian)"))
                .contains("PostgreSQL " + major + ".4 (Debian)", "tested with 18");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 13, 14})
    void oneThatIsTooOldIsRefusedWithItsVersion(int major) {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> DatabaseVersion.judge(major, major + ".1"))
                .withMessageContainingAll("PostgreSQL " + major + ".1", "needs 15 or newer");
    }
}
