package dev.latchkey.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.directory.People;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    void everyEncodingThatIsCertainIsRead() {
        String text = "email,name\na@b.example,Zoë Łukasz 李";
        for (byte[] file :
                List.of(
                        bytes(StandardCharsets.UTF_8, text),
                        bytes(StandardCharsets.UTF_8, "\uFEFF" + text),
                        bytes(StandardCharsets.UTF_8, "\uFEFF\uFEFF" + text),
                        bytes(StandardCharsets.UTF_16LE, "\uFEFF" + text),
                        bytes(StandardCharsets.UTF_16BE, "\uFEFF" + text),
                        bytes(StandardCharsets.UTF_16LE, text),
                        bytes(StandardCharsets.UTF_16BE, text))) {
            assertThat(People.ok(read(file)).lines())
                    .extracting(Sheet.Line::name)
                    .containsExactly("Zoë Łukasz 李");
        }
    }

    @Test
    void anEncodingThatIsNotCertainIsRefusedUntilSomebodySaysIt() {
        byte[] latin = bytes(StandardCharsets.ISO_8859_1, "email,name\na@b.example,Zoë");
        assertThat(code(read(latin))).isEqualTo(ImportError.NOT_UTF8);
        assertThat(detail(read(latin))).isEqualTo("from line 2 on, byte 0xEB");
        assertThat(
                        People.ok(
                                        SheetReader.read(
                                                new ImportFile(
                                                        latin, Optional.of(CsvEncoding.WESTERN))))
                                .lines())
                .extracting(Sheet.Line::name)
                .containsExactly("Zoë");
    }

    @Test
    void whatIsNoTextIsRefusedAndSaidWhere() {
        assertThat(code(read(bytes(Charset.forName("UTF-32LE"), "\uFEFFemail"))))
                .isEqualTo(ImportError.NUL_INSIDE);
        byte[] nul = bytes(StandardCharsets.UTF_8, "email,name\r\na@b.example,A\r\nc@d.example,\0");
        assertThat(code(read(nul))).isEqualTo(ImportError.NUL_INSIDE);
        assertThat(detail(read(nul))).isEqualTo("from line 3 on");
        assertThat(code(read(new byte[] {(byte) 0xFF, (byte) 0xFE, (byte) 0x00})))
                .isEqualTo(ImportError.NOT_UTF8);
        assertThat(code(read(new byte[] {'P', 'K', 3, 4, 0, 0}))).isEqualTo(ImportError.WORKBOOK);
        assertThat(code(read(new byte[0]))).isEqualTo(ImportError.FILE_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02-sep-line.csv",
                "03-nbsp-email.csv",
                "05-zero-width.csv",
                "19-bom-twice.csv",
                "international-addresses.csv"
            })
    void filesFromSpreadsheetsAreReadAndTheirAddressesAreAddresses(String name) throws IOException {
        byte[] file = Files.readAllBytes(Path.of("src/test/resources/csv", name));
        assertThat(People.ok(read(file)).lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(EmailAddress.fault(line.email())).isEmpty());
    }

    @Test
    void headingsMeanWhatTheyLookLike() {
        assertThat(lines("\u200be\u200bmail,\u00a0na\u00adme\u00a0\na@b.example,A")).hasSize(1);
        assertThat(lines("e\u00a0mail|full\u2003name\na@b.example|A")).hasSize(1);
    }

    @Test
    void eightMebibytesAreTakenAndNoMore() {
        ByteArrayOutputStream most = new ByteArrayOutputStream();
        most.writeBytes("email,name\na@b.example,A\n".getBytes(StandardCharsets.UTF_8));
        most.writeBytes(
                "\n".repeat(SheetReader.MOST_BYTES - most.size()).getBytes(StandardCharsets.UTF_8));
        assertThat(read(most.toByteArray())).isInstanceOf(Result.Ok.class);
        most.write('x');
        assertThat(code(read(most.toByteArray()))).isEqualTo(ImportError.FILE_TOO_LARGE);
    }

    private static Result<Sheet> read(byte[] file) {
        return SheetReader.read(new ImportFile(file, Optional.empty()));
    }

    private static String detail(Result<?> result) {
        return result instanceof Result.Refused<?> refused
                ? String.valueOf(refused.problems().getFirst().detail())
                : "";
    }

    private static byte[] bytes(Charset charset, String text) {
        return text.getBytes(charset);
    }

    private static Sheet sheet(String text) {
        return People.ok(SheetReader.read(ImportFile.of(text)));
    }

    private static List<Sheet.Line> lines(String text) {
        return sheet(text).lines();
    }

    private static ErrorCode refusal(String text) {
        return code(SheetReader.read(ImportFile.of(text)));
    }

    private static ErrorCode code(Result<?> result) {
        if (result instanceof Result.Refused<?> refused) {
            return refused.problems().getFirst().code();
        }
        throw new AssertionError("not refused");
    }
}
