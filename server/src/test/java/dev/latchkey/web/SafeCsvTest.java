package dev.latchkey.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeCsvTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "＝1",
                "＋1",
                "－1",
                "＠A"
            })
    void whatWouldBeAFormulaIsText(String cell) throws IOException {
        assertThat(line(cell)).isEqualTo("\"'" + cell + "\"\r\n");
    }

    @Test
    void everyCellIsQuotedSoThatNoSeparatorMakesANewOne() throws IOException {
        assertThat(line("a;=1+1", "b,c", "say \"hi\"", null, 7))
                .isEqualTo("\"a;=1+1\",\"b,c\",\"say \"\"hi\"\"\",\"\",\"7\"\r\n");
    }

    private static String line(@org.jspecify.annotations.Nullable Object... cells)
            throws IOException {
        StringWriter out = new StringWriter();
        try (SafeCsv csv = new SafeCsv(out)) {
            csv.line(cells);
        }
        return out.toString();
    }
}
