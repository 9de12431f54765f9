package dev.latchkey.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SheetReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "email,name,admin,kind,accounts\na@b.example,Ann,yes,PERSON,Sales",
                "Accounts;KIND;Admin;Name;E-Mail\r\nSales;PERSON;yes;Ann;a@b.example\r\n",
                "display name\temail address\tis_admin\ttype\taccount\rAnn\ta@b.example\tyes\tPERSON\tSales",
                "\n\n \"Name\" , \"EMAIL\" ,ADMIN,kind,accounts\n Ann , a@b.example ,\"yes\",PERSON, Sales \n",
                "a@b.example,Ann,yes,PERSON,Sales",
            })
    void columnsAreFoundByTheirNamesWhateverTheOrderAndTheSeparator(String text) {
        assertThat(lines(text))
                .extracting(
                        Sheet.Line::email,
                        Sheet.Line::name,
                        Sheet.Line::admin,
                        Sheet.Line::kind,
                        Sheet.Line::accounts,
                        Sheet.Line::overflows)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "a@b.example", "Ann", "yes", "PERSON", "Sales", false));
    }

    @Test
    void linesAreNumberedAsAnEditorShowsThem() {
        String text = "email,name\n\na@b.example,\"Two\nlines\"\n\n,\nc@d.example,C";
        assertThat(lines(text)).extracting(Sheet.Line::number).containsExactly(3, 7);
    }

    @Test
    void unknownColumnsAreIgnoredAndNamed() {
        assertThat(sheet("phone,email,,name,=cmd\n1,a@b.example,,Ann,2"))
                .satisfies(sheet -> assertThat(sheet.ignored()).containsExactly("phone", "=cmd"));
    }

    @Test
    void aLineWithAnUnquotedSeparatorOverflows() {
        List<Sheet.Line> lines = lines("email,name\na@b.example,Byron, Ada\nc@d.example,Byron,\n");
        assertThat(lines).extracting(Sheet.Line::overflows).containsExactly(true, false);
    }

    @Test
    void whatCannotBeReadIsRefusedWithAReason() {
        assertThat(refusal("name,admin\nAnn,yes")).isEqualTo(ImportError.HEADER_MISSING);
        assertThat(refusal("email,admin\na@b.example,yes")).isEqualTo(ImportError.COLUMN_MISSING);
        assertThat(refusal("email,name,E-mail\na@b.example,A,x"))
                .isEqualTo(ImportError.COLUMN_TWICE);
        assertThat(refusal("email,name\n\"a@b.example,Ann\n")).isEqualTo(ImportError.NOT_CSV);
        assertThat(refusal("email,name\n\"a\"b,Ann\n")).isEqualTo(ImportError.NOT_CSV);
        assertThat(refusal("email,name\n\n , \n")).isEqualTo(ImportError.NOTHING_IN_IT);
        assertThat(refusal("   \n ")).isEqualTo(ImportError.NOTHING_IN_IT);
    }

    @Test
    void fiftyThousandLinesAreTakenAndNoMore() {
        String most = "email,name\n" + "a@b.example,A\n".repeat(SheetReader.MOST_LINES);
        assertThat(lines(most)).hasSize(SheetReader.MOST_LINES);
        assertThat(refusal(most + "a@b.example,A\n")).isEqualTo(ImportError.TOO_MANY_LINES);
    }

    @Test
    void theTextIsTheSameInEveryEncodingThatIsCertain() {
        String text = "email,name\na@b.example,Zoë Łukasz 李";
        assertThat(decoded(bytes(StandardCharsets.UTF_8, text))).isEqualTo(text);
        assertThat(decoded(bytes(StandardCharsets.UTF_8, "\uFEFF" + text))).isEqualTo(text);
        assertThat(decoded(bytes(StandardCharsets.UTF_16LE, "\uFEFF" + text))).isEqualTo(text);
        assertThat(decoded(bytes(StandardCharsets.UTF_16BE, "\uFEFF" + text))).isEqualTo(text);
    }

    @Test
    void anEncodingThatIsNotCertainIsRefused() {
        assertThat(code(CsvText.of(bytes(StandardCharsets.ISO_8859_1, "email,name\na@b,Zoë"))))
                .isEqualTo(ImportError.NOT_UTF8);
        assertThat(code(CsvText.of(bytes(StandardCharsets.UTF_16LE, "email,name"))))
                .isEqualTo(ImportError.NUL_INSIDE);
        assertThat(code(CsvText.of(bytes(Charset.forName("UTF-32LE"), "\uFEFFemail"))))
                .isEqualTo(ImportError.NUL_INSIDE);
        assertThat(code(CsvText.of(bytes(StandardCharsets.UTF_8, "email,name\na@b,A\0"))))
                .isEqualTo(ImportError.NUL_INSIDE);
        assertThat(code(CsvText.of(new byte[] {(byte) 0xFF, (byte) 0xFE, (byte) 0x00})))
                .isEqualTo(ImportError.NOT_UTF8);
        assertThat(code(CsvText.of(new byte[] {'P', 'K', 3, 4, 0, 0})))
                .isEqualTo(ImportError.WORKBOOK);
        assertThat(code(CsvText.of(new byte[0]))).isEqualTo(ImportError.FILE_MISSING);
    }

    @Test
    void eightMebibytesAreTakenAndNoMore() {
        ByteArrayOutputStream most = new ByteArrayOutputStream();
        most.writeBytes("email,name\n".getBytes(StandardCharsets.UTF_8));
        most.writeBytes(
                "x".repeat(CsvText.MOST_BYTES - most.size()).getBytes(StandardCharsets.UTF_8));
        assertThat(CsvText.of(most.toByteArray())).isInstanceOf(Result.Ok.class);
        most.write('x');
        assertThat(code(CsvText.of(most.toByteArray()))).isEqualTo(ImportError.FILE_TOO_LARGE);
    }

    private static byte[] bytes(Charset charset, String text) {
        return text.getBytes(charset);
    }

    private static String decoded(byte[] bytes) {
        return People.ok(CsvText.of(bytes));
    }

    private static Sheet sheet(String text) {
        return People.ok(SheetReader.read(text));
    }

    private static List<Sheet.Line> lines(String text) {
        return sheet(text).lines();
    }

    private static ErrorCode refusal(String text) {
        return code(SheetReader.read(text));
    }

    private static ErrorCode code(Result<?> result) {
        if (result instanceof Result.Refused<?> refused) {
            return refused.problems().getFirst().code();
        }
        throw new AssertionError("not refused");
    }
}
