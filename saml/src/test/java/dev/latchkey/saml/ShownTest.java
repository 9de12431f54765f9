package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.fixtures.Fixture;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.saml.xml.Shown;
import dev.latchkey.text.Unseen;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error says it has found can be seen, to the last blank, and has an end. */
class ShownTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);

    @Test
    void blanksAtTheEndsAreSeen() {
        assertThat(Shown.value("alice@example.test ")).isEqualTo("\"alice@example.test \"");
        assertThat(Shown.value("")).isEqualTo("\"\"");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x9, 0xa, 0xd, 0x1b, 0x7f, 0x85, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x2003,
                0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x2800, 0x3000, 0x3164, 0xd800, 0xe000,
                0xfe0f, 0xfeff, 0xffa0, 0xffff, 0xe0041, 0xe0100
            })
    void whatNobodySeesIsAnEscape(int unseen) {
        assertThat(Shown.value("a" + new String(Character.toChars(unseen)) + "b"))
                .isEqualTo("\"a\\u{" + Integer.toHexString(unseen) + "}b\"");
    }

    @Test
    void lettersOfAllScriptsStayAsTheyAre() {
        String letters = "J\u00f6rg \u0161 \u0438 \u4e0a \u0639 \ud83d\ude00";
        assertThat(Shown.value(letters)).isEqualTo('"' + letters + '"');
    }

    @Test
    void aLongOneIsCutInTheMiddleAndSaysHowLongItWas() {
        String shown = Shown.value("\ud83d\ude00".repeat(50_000) + " ");
        assertThat(shown).hasSizeLessThan(600).endsWith(" \" (100001 characters)");
        assertThat(shown).doesNotContain("u{");
        assertThat(Shown.values(java.util.Collections.nCopies(1_000, "x")))
                .hasSizeLessThan(200)
                .endsWith(" and 980 more");
    }

    /** Whatever check fails, and wherever the value that it shows came from. */
    @Test
    void everyErrorShowsWhatWasFound() {
        for (Fixture fixture : Fixture.rejected()) {
            requireShown(fixture.judge());
        }
        String message = new ResponseBuilder(IDP).attribute("mail", "ada@example.com").xml();
        Matcher value = Pattern.compile("=\"[^\"]*()\"|>[^<>\\s][^<>]*()</").matcher(message);
        int tried = 0;
        while (value.find()) {
            int at = value.start(1) < 0 ? value.start(2) : value.start(1);
            for (String unseen : List.of("\u00a0", "\u200b", "x".repeat(2_000))) {
                String hostile = message.substring(0, at) + unseen + message.substring(at);
                Verdict verdict =
                        ResponseJudge.judge(
                                ReceivedResponse.parse(
                                        hostile.getBytes(StandardCharsets.UTF_8), Limits.MESSAGE),
                                ResponseBuilder.expectedOf(IDP),
                                ResponseBuilder.NOW);
                // What stands in the KeyInfo is not even looked at.
                if (verdict instanceof Verdict.Rejected) {
                    requireShown(verdict);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(100);
    }

    private static void requireShown(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        for (Check check : verdict.checks()) {
            String found = check.found();
            if (!check.passed() && found != null) {
                assertThat(found.codePoints()).as(check.toString()).noneMatch(Unseen::is);
                assertThat(found).hasSizeLessThan(2_500);
            }
        }
    }
}
