package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.EmailFault;
import dev.latchkey.shared.EmailFaultTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The core and the server have one idea of what an address is. */
class EmailSyntaxAgreesTest {
    static Stream<EmailFaultTest.Row> table() {
        return EmailFaultTest.table();
    }

    /** But for IDNA: the core has no tables for it, and such an address finds nobody. */
    @ParameterizedTest
    @MethodSource("table")
    void theCoreTakesFromAnIdpWhatTheServerTakesInTheSignInForm(EmailFaultTest.Row row) {
        boolean known = EmailAddress.known(row.text()).isPresent();
        assertThat(EmailSyntax.isAddress(row.text()))
                .isEqualTo(known || row.fault() == EmailFault.NOT_IDNA);
    }

    @Test
    void soItIsForEveryCharacterInBothPlaces() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String letter = Character.toString(c);
            same("pa" + letter + "t@acme.example");
        }
        for (int c = 0; c < 0x80; c++) {
            same("pat@ac" + Character.toString(c) + "me.example");
        }
    }

    private static void same(String text) {
        boolean known = EmailAddress.known(text).isPresent();
        if (known != EmailSyntax.isAddress(text)) {
            throw new AssertionError(dev.latchkey.shared.Visible.value(text) + " known: " + known);
        }
    }
}
