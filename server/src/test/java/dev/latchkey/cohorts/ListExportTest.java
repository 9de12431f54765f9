package dev.latchkey.cohorts;

import static dev.latchkey.enforcement.Stage.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.LatchkeyApplication;
import dev.latchkey.enforcement.Stage;
import dev.latchkey.enforcement.Stage.Play;
import dev.latchkey.web.SafeCsv;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = {
            "latchkey.data-dir=target/list-export-${random.uuid}",
            "latchkey.base-url=http://localhost"
        })
@Import(Stage.class)
@NullUnmarked
class ListExportTest {
    @Autowired private Stage stage;
    @Autowired private ListEdits edits;
    @Autowired private MembershipBuilder maker;
    @Autowired private ListExport export;
    @Autowired private JdbcClient jdbc;

    @Test
    void aListIsTakenAwayAsItStands() throws IOException {
        Play play = stage.play();
        rename(play, "Müller, \"Ben\"\r\nthe 2nd");
        Cohort cohort = stage.listed(play, stage.tested(play));
        ok(edits.strikeOut(play.customer(), cohort.id(), List.of(play.luca().id()), "=On leave"));
        jdbc.sql("update app_user set active = false where id = ?")
                .param(play.luca().id().value())
                .update();

        List<CSVRecord> lines = lines(stage.now(cohort), 1);

        assertThat(lines.getFirst().toList())
                .containsExactly(
                        "sid",
                        "email",
                        "name",
                        "switches",
                        "reason",
                        "found_by",
                        "active",
                        "last_single_sign_on");
        assertThat(lines.get(1).toList())
                .containsExactly(
                        play.ben().id().toString(),
                        play.ben().email(),
                        "Müller, \"Ben\"\r\nthe 2nd",
                        "yes",
                        "",
                        "DOMAIN",
                        "yes",
                        "");
        assertThat(lines.get(2).get("email")).isEqualTo(play.admin().email());
        assertThat(lines.get(2).get("last_single_sign_on")).matches("20.+T.+Z");
        assertThat(lines.get(3).toList())
                .startsWith(play.luca().id().toString())
                .endsWith("no", "'=On leave", "DOMAIN", "no", "");
    }

    @Test
    void aRevisionKeepsTheNamesThatItsUsersHad() throws IOException {
        Play play = stage.play();
        Cohort cohort = stage.approved(play, stage.listed(play, stage.tested(play)));
        rename(play, "Ben Newname");
        ok(maker.make(play.operator(), stage.now(cohort)));

        assertThat(lines(stage.now(cohort), 1).get(1).get("name")).isEqualTo("ben");
        assertThat(lines(stage.now(cohort), 2).get(1).get("name")).isEqualTo("Ben Newname");
    }

    @Test
    void theDatabaseAndTheServerDisarmTheSameCells() throws IOException {
        Random random = new Random(7);
        String signs = "=+-@\t\r\n＝＋－＠'\"a ,;é😀";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder cell = new StringBuilder();
            for (int n = random.nextInt(4); n > 0; n--) {
                int at =
                        signs.offsetByCodePoints(
                                0, random.nextInt(signs.codePointCount(0, signs.length())));
                cell.appendCodePoint(signs.codePointAt(at));
            }
            StringWriter written = new StringWriter();
            try (SafeCsv csv = new SafeCsv(written)) {
                csv.line(cell);
            }
            String here =
                    CSVFormat.RFC4180
                            .parse(new StringReader(written.toString()))
                            .getRecords()
                            .getFirst()
                            .get(0);

            assertThat(
                            jdbc.sql("select safe_cell(?)")
                                    .param(cell.toString())
                                    .query(String.class)
                                    .single())
                    .isEqualTo(here);
        }
    }

    @Test
    void whoeverGoesAwayInTheMiddleLeavesNothingBehind() {
        Play play = stage.play();
        Cohort cohort = stage.listed(play, stage.tested(play));
        OutputStream gone =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("the browser is gone");
                    }
                };
        for (int i = 0; i < 30; i++) { // more often than there are connections
            assertThatThrownBy(() -> export.write(cohort, 1, gone)).isInstanceOf(IOException.class);
            assertThat(jdbc.sql("select 1").query(Integer.class).single()).isOne();
        }
    }

    /** The pages of a long list meet where they should, whatever the addresses are. */
    @Test
    void aLongListComesWholeAndInOrder() throws IOException {
        Play play = stage.play();
        Cohort cohort = stage.listed(play, stage.tested(play));
        jdbc.sql("delete from cohort_user where cohort_id = ?").param(cohort.id().value()).update();
        String[] ends = {"@x.example", "ü'\"\\@x.example", ",😀%s@x.example", "' or true --@x"};
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision)
                        select ?, ?, gen_random_uuid(), 1, 'e', n % 700 || (?::text[])[1 + n % 4], 'N' || n, 'CHOICE',
                            'IN'
                        from generate_series(1, 14000) n
                        """)
                .params(cohort.organization().value(), cohort.id().value(), ends)
                .update();
        List<String> expected =
                jdbc.sql(
                                """
                                select name from cohort_user where cohort_id = ? order by email_key, user_id
                                """)
                        .param(cohort.id().value())
                        .query(String.class)
                        .list();

        assertThat(lines(stage.now(cohort), 1).stream().skip(1).map(line -> line.get("name")))
                .containsExactlyElementsOf(expected);
    }

    private void rename(Play play, String name) {
        jdbc.sql("update app_user set name = ? where id = ?")
                .params(name, play.ben().id().value())
                .update();
    }

    private List<CSVRecord> lines(Cohort cohort, int revision) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.write(cohort, revision, out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFF\"sid\",").endsWith("\"\r\n");
        return CSVFormat.RFC4180
                .builder()
                .setHeader(
                        "sid",
                        "email",
                        "name",
                        "switches",
                        "reason",
                        "found_by",
                        "active",
                        "last_single_sign_on")
                .get()
                .parse(new StringReader(text.substring(1)))
                .getRecords()
                .stream()
                .toList();
    }
}
