package dev.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no address, and what is said of it. */
public class EmailFaultTest {
    /** The table that the SAML core's own syntax is held against, too. */
    public static Stream<Row> table() {
        return Stream.of(
                new Row("", EmailFault.MISSING),
                new Row("x".repeat(250) + "@a.example", EmailFault.TOO_LONG),
                new Row("pat@acme.example, ann@acme.example", EmailFault.SEVERAL),
                new Row("pat@acme.example;ann@acme.example", EmailFault.SEVERAL),
                new Row("pat@acme.example ann@acme.example", EmailFault.SEVERAL),
                new Row("mailto:pat@acme.example", EmailFault.SCHEME),
                new Row("MAILTO:pat@acme.example", EmailFault.SCHEME),
                new Row("SMTP:pat@acme.example", EmailFault.SCHEME),
                new Row("colon:x@acme.example", EmailFault.SCHEME),
                new Row("<pat@acme.example>", EmailFault.BRACKETS),
                new Row("Pat <pat@acme.example>", EmailFault.BRACKETS),
                new Row("pat @acme.example", EmailFault.SPACE),
                new Row("pat@ac me.example", EmailFault.SPACE),
                new Row("pat\u00a0x@acme.example", EmailFault.UNSEEN),
                new Row("pat\u200b@acme.example", EmailFault.UNSEEN),
                new Row("pat@ac\u00adme.example", EmailFault.UNSEEN),
                new Row("pat\u202e@acme.example", EmailFault.UNSEEN),
                new Row("pat\ufeff@acme.example", EmailFault.UNSEEN),
                new Row("pat\u3164@acme.example", EmailFault.UNSEEN),
                new Row("pat\ufe0f@acme.example", EmailFault.UNSEEN),
                new Row("pat\0@acme.example", EmailFault.UNSEEN),
                new Row("pat\ud800@acme.example", EmailFault.UNSEEN),
                new Row("\"pat\"@acme.example", EmailFault.QUOTES),
                new Row("pat(home)@acme.example", EmailFault.COMMENT),
                new Row("pat", EmailFault.NO_AT),
                new Row("pat@acme@example", EmailFault.SEVERAL_ATS),
                new Row("@acme.example", EmailFault.LOCAL_MISSING),
                new Row("pat@", EmailFault.DOMAIN_MISSING),
                new Row("p,t@acme.example", EmailFault.LOCAL_SIGN),
                new Row("p\\t@acme.example", EmailFault.LOCAL_SIGN),
                new Row("p[t]@acme.example", EmailFault.LOCAL_SIGN),
                new Row("1:x@acme.example", EmailFault.LOCAL_SIGN),
                new Row("pat@[192.0.2.1]", EmailFault.DOMAIN_LITERAL),
                new Row("pat@[IPv6:2001:db8::1]", EmailFault.DOMAIN_LITERAL),
                new Row("pat@192.0.2.1", EmailFault.DOMAIN_LITERAL),
                new Row("pat@acme.123", EmailFault.DOMAIN_LITERAL),
                new Row("pat@acme.example.", EmailFault.DOMAIN_ENDS_WITH_DOT),
                new Row("pat@.acme.example", EmailFault.LABEL_EMPTY),
                new Row("pat@acme..example", EmailFault.LABEL_EMPTY),
                new Row("pat@" + "a".repeat(64) + ".example", EmailFault.LABEL_TOO_LONG),
                new Row("pat@-acme.example", EmailFault.LABEL_HYPHEN),
                new Row("pat@acme-.example", EmailFault.LABEL_HYPHEN),
                new Row("pat@ac!me.example", EmailFault.DOMAIN_SIGN),
                new Row("pat@acme.example/x", EmailFault.DOMAIN_SIGN),
                new Row("pat@acme.example:25", EmailFault.DOMAIN_SIGN),
                new Row("pat@acme.example'", EmailFault.DOMAIN_SIGN),
                new Row("pat@acme", EmailFault.ONE_LABEL),
                new Row("pat@acme_corp.example", EmailFault.UNDERSCORE),
                new Row(".pat@acme.example", EmailFault.LOCAL_DOTS),
                new Row("pat.@acme.example", EmailFault.LOCAL_DOTS),
                new Row("two..dots@acme.example", EmailFault.LOCAL_DOTS),
                new Row("x".repeat(65) + "@acme.example", EmailFault.LOCAL_TOO_LONG),
                new Row("\u2603@acme.example", EmailFault.LOCAL_LETTER),
                new Row("pat@xn--a.example", EmailFault.NOT_IDNA),
                new Row("pat@\uff41cme.example", EmailFault.NOT_IDNA),
                new Row("pat@\u212aelvin.example", EmailFault.NOT_IDNA),
                new Row("pat@\u0301acme.example", EmailFault.NOT_IDNA),
                new Row("pat@acme.example", null),
                new Row("o'brien+sso=x/y@sub.acme.example", null),
                new Row("j\u00f6rg@acme.example", null),
                new Row("pat@m\u00fcller.example", null),
                new Row("pat@xn--mller-kva.example", null),
                new Row("\u0438\u0432\u0430\u043d@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", null),
                new Row("\u674e@\u4f8b\u3048.jp", null),
                new Row("pat@m\u00fcller\u3002example", null),
                new Row("1@2.example", null));
    }

    public record Row(String text, EmailFault fault) {
        @Override
        public String toString() {
            return Visible.value(text) + " " + fault;
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void aNewUsersAddressIsJudged(Row row) {
        assertThat(EmailFault.of(row.text())).isEqualTo(java.util.Optional.ofNullable(row.fault()));
    }

    @ParameterizedTest
    @MethodSource("table")
    void whoSignsInMayHaveAnAddressOfOld(Row row) {
        assertThat(EmailAddress.known(row.text()).isPresent())
                .isEqualTo(row.fault() == null || row.fault().isTolerated());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00a0pat@acme.example",
                "pat@acme.example\u00a0 ",
                "\ufeff\ufeffpat@acme.example",
                "\u200bpat@acme.example\u200e",
                "\u2003\u3000pat@acme.example\u0085\u2029",
                "\tpat@acme.example\r\n"
            })
    void whatIsNotSeenAtTheEndsIsNoPartOfIt(String typed) {
        assertThat(EmailAddress.known(typed)).contains(new EmailAddress("pat@acme.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "mailto:pat@acme.example, mailto:",
        "pat\u200b@acme.example, \"pat\\u{200b}@acme.example\"",
        "pat\u202e@acme.example, \\u{202e}"
    })
    void theComplaintShowsWhatWasTypedAndSaysWhy(String typed, String part) {
        assertThat(EmailAddress.complaint(typed)).contains(part);
    }

    @Test
    void aProblemShowsWhatCanNotBeSeenInIt() {
        assertThat(new Problem(SeenError.CHANGED, "a\u00a0b\nc\u202e", "d\u200b").toString())
                .contains("a\\u{a0}b\nc\\u{202e}", "d\\u{200b}");
    }

    @Test
    void aLongValueIsCutAndNoLetterIsCutInTwo() {
        assertThat(Visible.value("x".repeat(299) + "\ud83d\ude00" + "y"))
                .isEqualTo("x".repeat(299) + "…");
    }
}
