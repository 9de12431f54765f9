package dev.latchkey.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.shared.Result;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines that say whom a list is for. */
class LinesTest {
    private static List<Lines.Line> lines(byte[] file, Optional<CsvEncoding> encoding) {
        return ((Result.Ok<Lines>) Lines.of(file, encoding)).value().all();
    }

    private static RolloutError refusal(byte[] file) {
        return (RolloutError)
                ((Result.Refused<Lines>) Lines.of(file, Optional.empty()))
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
        assertThat(refusal(western)).isEqualTo(RolloutError.FILE_NOT_TEXT);
    }

    @Test
    void whatIsNoCsvIsRefused() {
        assertThat(refusal("PK\u0003\u0004".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RolloutError.FILE_OTHER);
        assertThat(refusal("\"pat@acme.example\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RolloutError.FILE_QUOTES);
    }

    @Test
    void whatIsPastedMayHaveAQuotationMarkAndSpaceOfAnyAlphabet() {
        assertThat(Lines.of("\uFEFF\u00a0pat@acme.example\u200b\r\n\"ann\n").all())
                .containsExactly(new Lines.Line(1, "pat@acme.example"), new Lines.Line(2, "\"ann"));
    }
}
