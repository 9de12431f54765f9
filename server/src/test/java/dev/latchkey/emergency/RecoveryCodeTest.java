package dev.latchkey.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodeTest {
    private static final RecoveryCode CODE = new RecoveryCode("0A1B2C3D4EFGHJKMNPQR");

    @Test
    void aCodeHasFourGroupsOfFiveCharactersThatCanNotBeMistaken() {
        assertThat(Stream.generate(RecoveryCode::random).limit(1000))
                .allSatisfy(code ->
                        assertThat(code.shown())
                                .matches("[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}"));
    }

    @Test
    void noCodeComesTwiceAndEveryCharacterIsUsed() {
        var codes = Stream.generate(RecoveryCode::random).limit(10_000).toList();
        assertThat(codes.stream().map(RecoveryCode::characters)).doesNotHaveDuplicates();
        assertThat(
                        codes.stream()
                                .flatMap(code -> code.characters().chars().boxed())
                                .collect(Collectors.toSet()))
                .hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0A1B2-C3D4E-FGHJK-MNPQR",
                "0a1b2-c3d4e-fghjk-mnpqr",
                "0A1B2C3D4EFGHJKMNPQR",
                " oAiB2 c3d4e\tFGHJK\u00a0mnpqr\n",
                "OAlB2–C3D4E—FGHJK‐MNPQR",
                "0A1B2.C3D4E_FGHJK--MNPQR"
            })
    void howItIsTypedDoesNotMatter(String typed) {
        assertThat(RecoveryCode.typed(typed)).isEqualTo(CODE);
        assertThat(RecoveryCode.typed(typed).hash()).isEqualTo(CODE.hash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "0A1B2-C3D4E-FGHJK-MNPQ",
                "0A1B2-C3D4E-FGHJK-MNPQRS",
                "0A1B2-C3D4E-FGHJK-MNPQU",
                "\0",
                "0A1B2/C3D4E/FGHJK/MNPQR"
            })
    void whatIsNotTheCodeDoesNotFit(String typed) {
        assertThat(RecoveryCode.typed(typed).hash()).isNotEqualTo(CODE.hash());
    }

    @Test
    void aLongTextIsNotReadAtAll() {
        String padded = CODE.characters() + " ".repeat(1_000_000);
        assertThat(RecoveryCode.typed(padded).characters()).isEmpty();
    }

    @Test
    void aCodeDoesNotPrintItself() {
        assertThat(CODE).hasToString("***");
    }
}
