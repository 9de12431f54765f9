package dev.latchkey.cohorts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.csv.CsvHeading;
import dev.latchkey.shared.Result;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that say whom a list is for. */
class LinesTest {
    private static List<Lines.Line> lines(byte[] file, Optional<CsvEncoding> encoding) {
        return ((Result.Ok<Lines>) Lines.of(file, encoding, Lines.Of.USERS)).value().all();
    }

    private static CohortError refusal(byte[] file) {
        return (CohortError)
                ((Result.Refused<Lines>) Lines.of(file, Optional.empty(), Lines.Of.USERS))
                        .problems()
                        .getFirst()
                        .code();
    }

    @Test
    void aFileIsReadAsEverywhereElse() {
        String text =
                "sep=;\n\"j\u00f6rg@acme.example\";J\u00f6rg\n\n\u00a0pat@acme.example\u00a0;Pat\n";
        List<Lines.Line> expected =
                List.of(
                        new Lines.Line(2, "j\u00f6rg@acme.example"),
                        new Lines.Line(4, "pat@acme.example"));
        for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE")) {
            byte[] file = ("\uFEFF" + text).getBytes(Charset.forName(charset));
            assertThat(lines(file, Optional.empty())).as(charset).isEqualTo(expected);
        }
        byte[] western = text.getBytes(Charset.forName("windows-1252"));
        assertThat(lines(western, Optional.of(CsvEncoding.WESTERN))).isEqualTo(expected);
        assertThat(refusal(western)).isEqualTo(CohortError.FILE_NOT_TEXT);
    }

    @Test
    void whatIsNoCsvIsRefused() {
        assertThat(refusal("PK\u0003\u0004".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(CohortError.FILE_OTHER);
        assertThat(refusal("\"pat@acme.example\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(CohortError.FILE_QUOTES);
    }

    @Test
    void whatIsPastedMayHaveAQuotationMarkAndSpaceOfAnyAlphabet() {
        assertThat(Lines.of("\uFEFF\u00a0pat@acme.example\u200b\r\n\"ann\n").all())
                .containsExactly(new Lines.Line(1, "pat@acme.example"), new Lines.Line(2, "\"ann"));
    }

    private static void both(String text, Lines.Of of, Lines.Line... expected) {
        byte[] file = text.getBytes(StandardCharsets.UTF_8);
        assertThat(((Result.Ok<Lines>) Lines.of(file, Optional.empty(), of)).value().all())
                .containsExactly(expected);
        assertThat(Lines.of(text, of).all()).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email",
                "E-Mail",
                "mail,name",
                "name;Email address",
                "\"Login\"",
                "\uFEFFsid",
                "User ID;email",
                "Recipient",
                "name,admin,EMAIL_ADDRESS"
            })
    void aLineOfHeadingsIsNoneOfThem(String heading) {
        String cells = heading.replaceAll("[^,;]", "");
        String row = cells.isEmpty() || heading.matches("(?i)(mail|user id).*") ? "" : cells;
        both(
                "\n" + heading + "\n" + row + "pat@acme.example\n\nmail\n",
                Lines.Of.USERS,
                new Lines.Line(3, "pat@acme.example"),
                new Lines.Line(5, "mail"));
    }

    @Test
    void theHeadingThatSaysWhatTheLinesAreTellsTheColumn() {
        String text =
                "email,Domain,account ID,sid\npat@acme.example,beta.example,acc_1,user_1\nann@acme.example,,,\n";
        Lines.Line without = new Lines.Line(3, "ann@acme.example,,,");
        both(text, Lines.Of.USERS, new Lines.Line(2, "user_1"), without);
        both(text, Lines.Of.DOMAIN, new Lines.Line(2, "beta.example"), without);
        both(text, Lines.Of.ACCOUNT, new Lines.Line(2, "acc_1"), without);
        both("sep=;\nemail\n@acme.example", Lines.Of.DOMAIN, new Lines.Line(3, "@acme.example"));
    }

    @Test
    void anUnknownFirstLineIsNoHeading() {
        both(
                "Hello\npat@acme.example",
                Lines.Of.USERS,
                new Lines.Line(1, "Hello"),
                new Lines.Line(2, "pat@acme.example"));
        both("pat@acme.example,email", Lines.Of.USERS, new Lines.Line(1, "pat@acme.example"));
    }

    /** Every file that an import or a comparison reads can say whom a list is for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "email",
                "e-mail",
                "email address",
                "Email_Address",
                "mail",
                "login",
                "username",
                "user name"
            })
    void theHeadingsOfOtherFilesAreKnownHere(String heading) {
        assertThat(CsvHeading.ADDRESS.is(heading)).isTrue();
    }
}
