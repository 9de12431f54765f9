package dev.latchkey.failures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Check;
import dev.latchkey.saml.Reason;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptChecksTest {
    @Test
    void whatAnHonestMessageHasIsKeptAsItIs() {
        List<Check> checks =
                Collections.nCopies(
                        40,
                        new Check(
                                "audience",
                                false,
                                "https://sp",
                                "https://idp",
                                Reason.AUDIENCE_MISMATCH));
        assertThat(KeptChecks.of(checks)).isEqualTo(checks);
    }

    @Test
    void oneLongTextIsCutAndTheOthersStay() {
        Check passed = new Check("status", true, "Success", null, null);
        Check failed =
                new Check(
                        "audience",
                        false,
                        "https://sp",
                        "x".repeat(100_000),
                        Reason.AUDIENCE_MISMATCH);
        List<Check> kept = KeptChecks.of(List.of(passed, failed, passed));
        assertThat(kept).hasSize(3).first().isEqualTo(passed);
        assertThat(kept.get(1).found()).hasSizeLessThan(1_010).endsWith(" …");
    }

    @Test
    void theNullCharacterIsLeftOut() {
        Check check = new Check("audience", false, "a\0b", "\0", null);
        assertThat(KeptChecks.of(List.of(check)))
                .containsExactly(new Check("audience", false, "ab", "", null));
    }

    @Test
    void noLetterIsCutInTwo() {
        Check letters = new Check("audience", false, "a" + "\ud83d\ude00".repeat(600), null, null);
        assertThat(KeptChecks.of(List.of(letters)).getFirst().expected())
                .isEqualTo("a" + "\ud83d\ude00".repeat(499) + " …");
    }

    @Test
    void ofThousandsTheFirstAreKeptAndTheRestIsCounted() {
        List<Check> kept =
                KeptChecks.of(Collections.nCopies(9_000, new Check("a", false, "b", "c", null)));
        assertThat(kept).hasSizeBetween(100, 400);
        assertThat(kept.getLast().check()).isEqualTo("further checks");
        assertThat(kept.getLast().found()).isEqualTo((9_001 - kept.size()) + " more");
    }
}
