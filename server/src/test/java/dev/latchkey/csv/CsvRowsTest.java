package dev.latchkey.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.web.SafeCsv;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them. */
class CsvRowsTest {
    private static List<CsvRow> rows(byte[] file) throws IOException {
        List<CsvRow> rows = new ArrayList<>();
        try (CsvRows all = CsvFormat.open(file, Optional.empty())) {
            for (Optional<CsvRow> row = all.next(); row.isPresent(); row = all.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    private static List<CsvRow> rows(String text) throws IOException {
        return rows(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CsvException refusal(byte[] file) {
        return catchThrowableOfType(CsvException.class, () -> rows(file));
    }

    private static CsvException refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2\n",
                "a;b\r\n1;2\r\n",
                "a\tb\r1\t2\r",
                "a|b\n1|2",
                "a,b,\n1,2,,\n",
                "\"a\",\"b\"\n\"1\",\"2\"\n",
                "\uFEFFa,b\n1,2\n",
                "\uFEFF\uFEFF\"a\",b\n1,2\n",
                " a , b \n\u00a01\u00a0,\u200b2\n"
            })
    void areReadWhateverTheSeparatorAndTheEndOfALine(String text) throws IOException {
        assertThat(rows(text))
                .extracting(row -> row.line() + row.cell(0) + row.cell(1))
                .containsExactly("1ab", "212");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sep=;\r\na;b,c\r\n",
                "SEP=;\na;b,c\n",
                "\"sep=;\"\na;b,c\n",
                "sep=;,,\na;b,c\n",
                "\uFEFFsep=;\na;b,c\n"
            })
    void aFirstLineMayTellTheSeparatorAndIsCounted(String text) throws IOException {
        assertThat(rows(text)).containsExactly(new CsvRow(2, List.of("a", "b,c")));
    }

    @Test
    void soMayATabOrABar() throws IOException {
        assertThat(rows("sep=\t\na;x\tb\n")).containsExactly(new CsvRow(2, List.of("a;x", "b")));
        assertThat(rows("sep=|\na;x;y|b\n")).containsExactly(new CsvRow(2, List.of("a;x;y", "b")));
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, true", "UTF-16BE, true", "UTF-16LE, false", "UTF-16BE, false"})
    void utf16IsReadWithAMarkAndWithout(String charset, boolean mark) throws IOException {
        String text = (mark ? "\uFEFF" : "") + "email,name\nx@y.example,\u0141ukasz \u674e\n";
        assertThat(rows(text.getBytes(Charset.forName(charset))).getLast().cell(1))
                .isEqualTo("\u0141ukasz \u674e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00a0\"a,x\",b\n",
                "\u00a0 \t\"a,x\"\u00a0,b\n",
                "\"a,x\"\u200b\t,\u2003\"b\"\u00a0\n",
                "\u2060\"a,x\",\u3000\"b\"\u00a0\r\n",
                "\u00a0\"a,x\",\u00a0b\u00a0"
            })
    void whatCantBeSeenAroundQuotesIsNoPartOfACell(String text) throws IOException {
        assertThat(rows(text)).containsExactly(new CsvRow(1, List.of("a,x", "b")));
    }

    @Test
    void whatCantBeSeenWithinACellStays() throws IOException {
        assertThat(
                        rows(
                                "x\u00a0y,\"\u00a0\"\"z\u00a0\"\"\u2003,\u00a0\"\n\u00a0\"\"\u00a0,\u00a0b\u00a0\"c\n"))
                .containsExactly(
                        new CsvRow(1, List.of("x\u00a0y", "\"z\u00a0\"\u2003,")),
                        new CsvRow(2, List.of("", "b\u00a0\"c")));
        assertThat(refusal("\"a\"\u00a0\"b\",c\n").fault()).isEqualTo(CsvFault.QUOTES);
        assertThat(rows("a\t\u00a0\"b\tc\"\td\n"))
                .containsExactly(new CsvRow(1, List.of("a", "b\tc", "d")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\nsep=;\na;b,c\n",
                "\u00a0\nsep=;\u00a0\na;b,c\n",
                ",,,\n\u00a0sep=; \na;b,c\n",
                "\uFEFF\r\n\uFEFFsep=;\r\na;b,c"
            })
    void aBlankLineMayStandBeforeTheLineThatTellsTheSeparator(String text) throws IOException {
        assertThat(rows(text)).extracting(CsvRow::cells).containsExactly(List.of("a", "b,c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0141,\u0105\nx@y.example,\u0141ukasz \u674e",
                "\u0418\u043c\u044f;\u041f\u043e\u0447\u0442\u0430\n\u0418\u0432\u0430\u043d;\u0141ukasz \u674e\n",
                "\u59d3\u540d;\u90ae\u7bb1\r\n\u4e0a\u4e00\u674e;\u0141ukasz \u674e\r\n",
                "\u674e,\u0141ukasz \u674e"
            })
    void utf16IsToldWhateverLettersItBeginsWith(String text) throws IOException {
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            assertThat(rows(text.getBytes(Charset.forName(charset))).getLast().cell(1))
                    .isEqualTo("\u0141ukasz \u674e");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1\0,2\n",
                "a,b\n1,\0\n",
                "\0a,b\n",
                "a,b\r\n\0\0\0\0\0\0\r\nx,y\r\n",
                "\0\na,b\nc,d"
            })
    void aNulThatStrayedIntoAnotherTextIsTold(String text) {
        assertThat(refusal(text).fault()).isEqualTo(CsvFault.NUL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesAreCountedAsAnEditorCountsThem(String end) throws IOException {
        String text = String.join(end, "", "a,b", "", "\"x", "y\",2", " , ", "z,3");
        assertThat(rows(text)).extracting(CsvRow::line).containsExactly(2L, 4L, 7L);
    }

    @Test
    void aQuotationMarkThatIsNotClosedIsToldWithTheLineOnWhichItBegan() {
        CsvException e = refusal("a,b\n\"x\ny\",\"2\n3\n4,5\n");
        assertThat(e.fault()).isEqualTo(CsvFault.QUOTES);
        assertThat(e.detail()).isEqualTo("from line 3 on");
    }

    @Test
    void whatFollowsAClosedOneIsToldWithItsLine() {
        CsvException e = refusal("a,b\n1,2\n\"x\"y,3\n");
        assertThat(e.fault()).isEqualTo(CsvFault.QUOTES);
        assertThat(e.detail()).isEqualTo("from line 3 on");
    }

    @Test
    void noLineDrawsAWholeFileIntoMemory() {
        CsvException e = refusal("a,b\n1,2\n\"" + "x,y\n".repeat(100_000));
        assertThat(e.fault()).isEqualTo(CsvFault.LINE_TOO_LONG);
        assertThat(e.detail()).isEqualTo("from line 3 on");
    }

    @Test
    void aByteThatIsNoTextIsToldWithItsLine() throws IOException {
        byte[] file =
                ("a,b\n" + "1,2\n".repeat(9000) + "Zo\u00eb,3\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        CsvException e = refusal(file);
        assertThat(e.fault()).isEqualTo(CsvFault.NOT_TEXT);
        assertThat(e.detail()).isEqualTo("from line 9002 on, byte 0xEB");
        try (CsvRows all = CsvFormat.open(file, Optional.of(CsvEncoding.WESTERN))) {
            assertThat(all.next()).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PK\u0003\u0004xx[Content_Types].xml, Excel",
        "PK\u0003\u0004xxmimetypeapplication/vnd.oasis.opendocument.spreadsheet, OpenDocument",
        "PK\u0003\u0004xxreadme.txt, ZIP",
        "%PDF-1.7, PDF",
        "{\\rtf1, .rtf",
        "<!DOCTYPE html><table>, HTML",
        "<?xml version='1.0'?>, XML"
    })
    void anotherKindOfFileIsNamed(String begin, String kind) {
        CsvException e = refusal(begin);
        assertThat(e.fault()).isEqualTo(CsvFault.OTHER_FILE);
        assertThat(e.detail()).contains(kind);
    }

    /** What we write is read back, but for the apostrophe that keeps a spreadsheet from taking a cell for a formula. */
    @Test
    void whatWeWriteIsReadBack() throws IOException {
        StringWriter text = new StringWriter();
        text.write('\uFEFF');
        try (SafeCsv csv = new SafeCsv(text)) {
            csv.line("email", "name", "more");
            csv.line("j\u00f6rg@acme.example", "Byron, \"Ada\"\nof London; x|y", "=1+1");
        }
        assertThat(rows(text.toString()))
                .containsExactly(
                        new CsvRow(1, List.of("email", "name", "more")),
                        new CsvRow(
                                2,
                                List.of(
                                        "j\u00f6rg@acme.example",
                                        "Byron, \"Ada\"\nof London; x|y",
                                        "'=1+1")));
    }

    @Test
    void aFormulaIsText() throws IOException {
        assertThat(rows("=1+1,@x\n")).containsExactly(new CsvRow(1, List.of("=1+1", "@x")));
    }
}
