package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is refused, somebody can do something about it, and is told what. */
class ReasonTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    void saysWhatHappenedAndWhatToChange(Reason reason) {
        assertThat(reason.meaning()).matches("[A-Z].{15,}\\.");
        assertThat(reason.remedy()).matches("[A-Z].{8,}\\.");
        assertThat(reason.meaning() + reason.remedy()).doesNotContain("TODO", "  ", "..");
        assertThat(reason.remedy()).isNotEqualTo(reason.meaning());
    }
}
