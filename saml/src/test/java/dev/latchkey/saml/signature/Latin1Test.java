package dev.latchkey.saml.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Latin1Test {
    private static String written(Latin1 latin1, String text) {
        return new String(
                Arrays.copyOf(latin1.bytes(text), text.length()), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aBufferHoldsWhatItIsFirstUsedForAndWhatIsLongerThanThat() {
        Latin1 latin1 = new Latin1();
        for (int length = 1; length <= 40; length++) {
            assertThat(written(latin1, "é".repeat(length))).isEqualTo("é".repeat(length));
            assertThat(written(new Latin1(), "a".repeat(length))).isEqualTo("a".repeat(length));
        }
    }

    @Test
    void aBufferIsUsedAgainForWhatIsShorter() {
        Latin1 latin1 = new Latin1();
        byte[] first = latin1.bytes("abcdef");
        assertThat(latin1.bytes("xyz")).isSameAs(first);
        assertThat(latin1.bytes("uvwxyz")).isSameAs(first);
    }

    /** The low half of each of these is a letter of base64, and must not be taken for it. */
    @Test
    void whatLatin1DoesNotHaveIsNotItsLowHalf() {
        assertThat(written(new Latin1(), "Ł\u0142\u4e41")).isEqualTo("???");
        assertThat(Base64Text.decode("AAA" + "\u0141".repeat(1) + "A".repeat(4096))).isNull();
        assertThat(Base64Text.decode("\ud83d\ude00" + "A".repeat(4096))).isNull();
        assertThat(Base64Text.decode("A".repeat(4096) + "\ud83d\ude00")).isNull();
    }
}
