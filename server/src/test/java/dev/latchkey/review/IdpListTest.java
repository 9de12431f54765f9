package dev.latchkey.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.People;
import dev.latchkey.shared.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;

/** The upload of the IdP's users: recognised exports, odd files, and that nothing is lost by a bad one. */
@org.jspecify.annotations.NullUnmarked
class IdpListTest extends Review {
    @Autowired IdpUploads uploads;
    @Autowired IdpListLoader loader;
    @Autowired IdpLists lists;

    /** address, name and activity of each entry of the list that counts. */
    private List<String> entries() {
        return jdbc.sql(
                        """
                        select e.email || '|' || coalesce(e.name, '') || '|' || e.active from idp_entry e
                        join idp_list l on l.id = e.list_id where l.connection_id = ? and l.state = 'READ'
                        order by e.email_key
                        """)
                .param(connection)
                .query(String.class)
                .list();
    }

    private List<String> refused() {
        return jdbc.sql(
                        """
                        select r.line || ' ' || r.problem from idp_refused_line r
                        join idp_list l on l.id = r.list_id where l.connection_id = ? and l.state = 'READ'
                        order by r.line
                        """)
                .param(connection)
                .query(String.class)
                .list();
    }

    /** Confirms what the page suggests. */
    private void confirmSuggested(String source) throws Exception {
        String page = page("/comparison/columns");
        if (source != null) {
            assertThat(page).contains("This is an export of", source);
        }
        Columns columns = IdpUploads.suggested(waiting(), uploads.preview(waiting()));
        assertThat(
                        confirm(
                                        "header",
                                        Boolean.toString(columns.header()),
                                        "address",
                                        "" + columns.address(),
                                        "name",
                                        "" + columns.name(),
                                        "secondName",
                                        "" + columns.secondName(),
                                        "status",
                                        "" + columns.status(),
                                        "inactive",
                                        columns.inactiveText())
                                .getHeader("Location"))
                .endsWith("/readiness");
    }

    private IdpList waiting() {
        return lists.waiting(organization.id(), cohort().connection()).orElseThrow();
    }

    @Test
    void oktasExportIsRecognised() throws Exception {
        upload(
                "okta.csv",
                """
                login,firstName,lastName,middleName,email,secondEmail,mobilePhone,status
                ann@x.example,Ann,Archer,,ann.archer@x.example,,,ACTIVE
                bob@x.example,Bob,Baker,,bob@x.example,,,DEPROVISIONED
                eve@x.example,Eve,Evans,,eve@x.example,,,PASSWORD_EXPIRED
                """);
        assertThat(entries()).isEmpty();
        confirmSuggested("Okta");
        assertThat(entries())
                .containsExactly(
                        "ann@x.example|Ann Archer|true",
                        "bob@x.example|Bob Baker|false",
                        "eve@x.example|Eve Evans|true");
        assertThat(answers.comparedWith(cohort())).startsWith("okta.csv, 3 users, ");
    }

    @Test
    void entrasExportIsRecognised() throws Exception {
        upload(
                "exportUsers.csv",
                String.join(
                        "\r\n",
                        "\uFEFFuserPrincipalName,displayName,surname,mail,givenName,objectId,accountEnabled",
                        "ann@x.example,Ann Archer,Archer,a.archer@x.example,Ann,1,True",
                        "bob@x.example,\"Baker, Bob\",Baker,,Bob,2,False",
                        ""));
        confirmSuggested("Microsoft Entra ID");
        assertThat(entries())
                .containsExactly("ann@x.example|Ann Archer|true", "bob@x.example|Baker, Bob|false");
    }

    @Test
    void googlesExportIsRecognised() throws Exception {
        upload(
                "User_Download.csv",
                """
                First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Status [READ ONLY],Last Sign In [READ ONLY]
                Ann,Archer,ann@x.example,****,/,Active,2026/05/12
                Bob,Baker,bob@x.example,****,/,Suspended,Never logged in
                """);
        confirmSuggested("Google Workspace");
        assertThat(entries())
                .containsExactly("ann@x.example|Ann Archer|true", "bob@x.example|Bob Baker|false");
    }

    @Test
    void semicolonsTabsAndFilesWithoutAHeaderAreRead() throws Exception {
        upload("a.csv", "Mail;Name;Active\nann@x.example;\"A; Ann\";yes\n");
        confirmSuggested(null);
        assertThat(entries()).containsExactly("ann@x.example|A; Ann|true");
        upload("b.tsv", "1\tbob@x.example\tBob\n2\teve@x.example\tEve\n");
        confirmSuggested(null);
        assertThat(entries()).containsExactly("bob@x.example||true", "eve@x.example||true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void utf16WithAMarkIsRead(String charset) throws Exception {
        upload("a.csv", "\uFEFFemail,name\nzoë@x.example,Zoë\n".getBytes(Charset.forName(charset)));
        confirmSuggested(null);
        assertThat(entries()).containsExactly("zoë@x.example|Zoë|true");
    }

    @Test
    void badLinesAreListedAndTheGoodOnesKept() throws Exception {
        upload(
                "a.csv",
                "email,name\nann@x.example,Ann\n\n,Nobody\nnot an address,X\nANN@x.example,Again\n\"=a\nb\",Y\nbob@x.example,Bob\n");
        confirmSuggested(null);
        assertThat(entries()).containsExactly("ann@x.example|Ann|true", "bob@x.example|Bob|true");
        assertThat(refused())
                .containsExactly(
                        "4 ADDRESS_MISSING",
                        "5 ADDRESS_MALFORMED",
                        "6 ADDRESS_REPEATED",
                        "7 ADDRESS_MALFORMED");
        assertThat(page("/comparison"))
                .contains("4</span> <span>lines were not accepted", "an earlier line");
        assertThat(page("/comparison/refused.csv")).contains("not an address", "\"'=a");
    }

    @Test
    void whatIsNoCsvIsRefusedAndTheOldListStillCounts() throws Exception {
        idpHas("old@x.example,Old,");
        byte[] random = new byte[5000];
        new Random(1).nextBytes(random);
        for (var odd :
                List.of(
                        new Odd("x.xlsx", new byte[] {'P', 'K', 3, 4, 1, 2}, "review.workbook"),
                        new Odd("x.gz", new byte[] {0x1F, (byte) 0x8B, 8, 0}, "review.workbook"),
                        new Odd("x.bin", random, "review.not_text"),
                        new Odd(
                                "nul.csv",
                                "email\na\0b@x.example\n".getBytes(StandardCharsets.UTF_8),
                                "review.not_text"),
                        new Odd(
                                "latin.csv",
                                "email,name\nx@x.example,Zo\u00eb\n"
                                        .getBytes(StandardCharsets.ISO_8859_1),
                                "review.not_text"),
                        new Odd("empty.csv", new byte[0], "review.file_missing"),
                        new Odd(
                                "blank.csv",
                                "\n\n  \n".getBytes(StandardCharsets.UTF_8),
                                "review.file_missing"),
                        new Odd(
                                "mark.csv",
                                new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
                                "review.file_missing"),
                        new Odd(
                                "quote.csv",
                                "email\n\"a@x.example\"b\n".getBytes(StandardCharsets.UTF_8),
                                "review.not_csv"))) {
            assertThat(upload(odd.name, odd.bytes).getContentAsString())
                    .as(odd.name)
                    .contains(odd.code);
        }
        assertThat(entries()).containsExactly("old@x.example|Old|true");
        assertThat(
                        count(
                                "select count(*) from idp_list where connection_id = ? and state <> 'READ'",
                                connection))
                .isZero();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Odd(String name, byte[] bytes, String code) {}

    /** Behind the first bytes, where the upload does not look. */
    @Test
    void aFileThatGoesBadLaterIsToldAndTheOldListStillCounts() throws Exception {
        idpHas("old@x.example,Old,");
        byte[] good = "good@x.example,G\n".repeat(30_000).getBytes(StandardCharsets.UTF_8);
        for (var tail :
                List.of(
                        new Odd(
                                "long",
                                ("\"" + "x".repeat(600_000)).getBytes(StandardCharsets.UTF_8),
                                "review.line_too_long"),
                        new Odd("nul", "a\0\n".getBytes(StandardCharsets.UTF_8), "review.not_text"),
                        new Odd("byte", new byte[] {'a', (byte) 0xFF, '\n'}, "review.not_text"),
                        new Odd(
                                "quote",
                                "\"a\"b,c\n".getBytes(StandardCharsets.UTF_8),
                                "review.not_csv"))) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.write("email,name\n".getBytes(StandardCharsets.UTF_8));
            file.write(good);
            file.write(tail.bytes);
            assertThat(upload(tail.name + ".csv", file.toByteArray()).getHeader("Location"))
                    .endsWith("/columns");
            MockHttpServletResponse answer = confirm("header", "true", "address", "0");
            assertThat(answer.getContentAsString()).as(tail.name).contains(tail.code, "from line");
            assertThat(entries()).containsExactly("old@x.example|Old|true");
        }
        // The file waits, so that nobody has to send it again to choose other columns.
        assertThat(page("/comparison")).contains("A file is waiting");
        assertThat(remove("/comparison/columns").getStatus()).isEqualTo(302);
        assertThat(page("/comparison")).doesNotContain("A file is waiting");
    }

    @Test
    void aColumnWithoutAddressesIsRefused() throws Exception {
        upload("a.csv", "id,email\n" + "1,ann@x.example\n".repeat(3));
        assertThat(confirm("header", "true", "address", "0").getContentAsString())
                .contains("review.no_address");
        assertThat(confirm("header", "true", "address", "").getContentAsString())
                .contains("review.address_column_missing");
        assertThat(confirm("header", "true", "address", "77").getContentAsString())
                .contains("review.no_address");
        assertThat(confirm("header", "true", "address", "1").getHeader("Location"))
                .endsWith("/readiness");
    }

    @Test
    void aNewListTakesThePlaceOfTheOldOneAndIsComparedAnew() throws Exception {
        listed(at("ann"), "Ann");
        idpHas(at("bob") + ",B,");
        assertThat(found(FindingKind.MISSING_IN_IDP)).containsExactly(at("ann"));
        idpHas(at("ann") + ",A,");
        assertThat(found(FindingKind.MISSING_IN_IDP)).isEmpty();
        remove("/comparison");
        assertThat(answers.comparedWith(cohort())).isNull();
        assertThat(found(FindingKind.MISSING_IN_IDP)).isEmpty();
    }

    @Test
    void anOldListIsWarnedOfAndAnUnusedOneIsSwept() throws Exception {
        idpHas(at("ann") + ",A,");
        jdbc.sql(
                        "update idp_list set uploaded_at = now() - interval '31 days' where connection_id = ?")
                .param(connection)
                .update();
        assertThat(page("/readiness")).contains("older than 30 days");
        assertThat(page("/comparison")).contains("older than 30 days");
        lists.sweep();
        assertThat(entries()).hasSize(1);
        jdbc.sql("update idp_list set used_at = now() - interval '91 days' where connection_id = ?")
                .param(connection)
                .update();
        lists.sweep();
        assertThat(count("select count(*) from idp_list where connection_id = ?", connection))
                .isZero();
        assertThat(
                        count(
                                "select count(*) from idp_entry where organization_id = ?",
                                organization.id().value()))
                .isZero();
    }

    @Test
    void aLargeFileIsReadInTheBackground() throws Exception {
        listed(at("user1"), "U");
        StringBuilder lines = new StringBuilder("email,name\n");
        for (int i = 0; i < 120_000; i++) {
            lines.append("user")
                    .append(i)
                    .append('@')
                    .append(tag)
                    .append(".example,")
                    .append("A name that is long enough to make the file large ")
                    .append(i)
                    .append('\n');
        }
        upload("large.csv", lines.toString());
        assertThat(confirm("header", "true", "address", "0", "name", "1").getHeader("Location"))
                .endsWith("/comparison");
        for (int i = 0;
                i < 300 && lists.current(organization.id(), cohort().connection()).isEmpty();
                i++) {
            Thread.sleep(100);
        }
        assertThat(lists.current(organization.id(), cohort().connection()).orElseThrow().users())
                .isEqualTo(120_000);
        assertThat(
                        count(
                                "select count(*) from idp_list_part where organization_id = ?",
                                organization.id().value()))
                .isZero();
    }

    @Test
    void aFileOverTheMostIsRefused() throws Exception {
        Result<IdpList> kept;
        try (var endless =
                new java.io.InputStream() {
                    private long left = IdpUploads.MOST_BYTES + 1;

                    @Override
                    public int read() {
                        return left-- > 0 ? '\n' : -1;
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        if (left <= 0) {
                            return -1;
                        }
                        int count = (int) Math.min(length, left);
                        java.util.Arrays.fill(buffer, offset, offset + count, (byte) '\n');
                        if (left == IdpUploads.MOST_BYTES + 1) {
                            buffer[offset] = 'a';
                        }
                        left -= count;
                        return count;
                    }
                }) {
            kept =
                    uploads.keep(
                            new Caller(Caller.Kind.OPERATOR, Actor.SYSTEM, organization.id()),
                            cohort(),
                            "endless.csv",
                            endless,
                            java.util.Optional.empty());
        }
        assertThat(kept).isInstanceOf(Result.Refused.class);
        assertThat(count("select count(*) from idp_list where connection_id = ?", connection))
                .isZero();
    }

    @Test
    void theFileOfAnotherOrganizationIsNeitherTakenNorShown() throws Exception {
        var other = People.organization(directory);
        assertThat(
                        send(multipart(customer() + "/comparison")
                                        .file(
                                                new MockMultipartFile(
                                                        "file",
                                                        "a.csv",
                                                        "text/csv",
                                                        new byte[] {'a'}))
                                        .with(People.admin(other.id())))
                                .getStatus())
                .isEqualTo(404);
        upload("mine.csv", "email\nann@x.example\n");
        assertThat(
                        send(get(customer() + "/comparison/columns").with(People.admin(other.id())))
                                .getStatus())
                .isEqualTo(404);
        assertThat(Set.of(404))
                .contains(
                        send(get(customer() + "/comparison/refused.csv").with(admin()))
                                .getStatus());
    }

    @Test
    void theNameOfAFileIsShownWithoutItsPathOrMarkup() throws Exception {
        upload("C:\\\\temp\\\\<b>list.csv", "email\nann@x.example\n");
        assertThat(page("/comparison"))
                .contains("&lt;b&gt;list.csv")
                .doesNotContain("<b>list", "temp");
    }
}
