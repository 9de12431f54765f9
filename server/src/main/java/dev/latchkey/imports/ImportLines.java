package dev.latchkey.imports;

import dev.latchkey.directory.DirectoryError;
import dev.latchkey.shared.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The lines of a large import, and what to say about them. */
@Repository
class ImportLines {
    private static final String SHORT =
            """
            l.line, left(l.email, 300) as email, left(l.name, 300) as name, left(l.admin, 300) as admin,
            left(l.kind, 300) as kind, l.accounts, l.overflows
            """;

    private final JdbcClient jdbc;

    ImportLines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is said of a line; one of which nothing is said makes a user. */
    enum Kind {
        /** By the file's own lines, before the line is judged; the detail is text. */
        REPEATED,
        /** One of the first that make a user. */
        NEW,
        PRESENT,
        /** There, but not as the file says. */
        DIFFERENT,
        /** The detail is of {@link LineProblems}, as is that of the next. */
        REFUSED,
        /** Was to make a user, and made none. */
        LEFT_OUT
    }

    /** Something to be said of a line. */
    record Verdict(int line, String detail) {}

    /** Finds the lines with an address that another line has, too: the first of several that say the same counts. */
    void findRepeated(LargeImport of) {
        jdbc.sql("set local work_mem = '64MB'").update();
        // Of lines that have just come there are no statistics, and half a million pairs must not
        // be a nested loop.
        jdbc.sql("set local enable_nestloop = off").update();
        jdbc.sql(
                        """
                        insert into large_import_verdict (organization_id, import_id, kind, batch, line, detail)
                        with repeated as (
                            select email_key, min(line) as first, min(said) = max(said) as alike
                            from (
                                select email_key, line,
                                    row(email, name, admin, kind, accounts, overflows)::text collate "C" as said
                                from large_import_line
                                where organization_id = :org and import_id = :id and email_key <> '') l
                            group by email_key having count(*) > 1),
                        numbered as (
                            select l.batch, l.line, l.email, l.email_key, r.first, r.alike,
                                row_number() over (partition by l.email_key order by l.line) as nth
                            from repeated r join large_import_line l on l.email_key = r.email_key
                            where l.organization_id = :org and l.import_id = :id),
                        heads as (
                            select email_key, string_agg(line || ': ' || email, E'\\n' order by line) as head
                            from numbered where nth <= 6 and not alike group by email_key)
                        select :org, :id, 'REPEATED', n.batch, n.line, coalesce(h.head, n.first::text)
                        from numbered n left join heads h on h.email_key = n.email_key
                        where not n.alike or n.line <> n.first
                        """)
                .param("org", of.key().organization().value())
                .param("id", of.key().id())
                .update();
        jdbc.sql("set local enable_nestloop = on").update();
    }

    /** The same as {@link ImportPlanner} says of a file in memory, by the line's number. */
    Map<Integer, Problem> repeated(LargeImport of, int batch) {
        Map<Integer, Problem> problems = new HashMap<>();
        jdbc.sql(
                        """
                        select line, detail from large_import_verdict
                        where organization_id = ? and import_id = ? and kind = 'REPEATED' and batch = ?
                        """)
                .params(of.key().organization().value(), of.key().id(), batch)
                .query((row, number) -> new Verdict(row.getInt("line"), row.getString("detail")))
                .list()
                .forEach(each -> problems.put(each.line(), problem(each)));
        return problems;
    }

    private static Problem problem(Verdict repeated) {
        if (!repeated.detail().contains(":")) {
            return new Problem(DirectoryError.LINE_REPEATED, "line " + repeated.detail());
        }
        String others =
                repeated.detail()
                        .lines()
                        .filter(each -> !each.startsWith(repeated.line() + ":"))
                        .limit(5)
                        .collect(Collectors.joining(", "));
        return new Problem(DirectoryError.LINES_CONTRADICT, "line " + others);
    }

    /** All of a batch. */
    Sheet batch(LargeImport of, int batch) {
        return new Sheet(
                jdbc.sql(
                                """
                                select * from large_import_line l
                                where organization_id = ? and import_id = ? and batch = ? order by line
                                """)
                        .params(of.key().organization().value(), of.key().id(), batch)
                        .query(ImportLines::line)
                        .list(),
                of.ignored());
    }

    int count(LargeImport of, int batch) {
        return jdbc.sql(
                        """
                        select count(*) from large_import_line
                        where organization_id = ? and import_id = ? and batch = ?
                        """)
                .params(of.key().organization().value(), of.key().id(), batch)
                .query(Integer.class)
                .single();
    }

    /** Those of a batch that are to make a user. */
    Sheet newcomers(LargeImport of, int batch) {
        return new Sheet(
                jdbc.sql(
                                """
                                select * from large_import_line l
                                where l.organization_id = :org and l.import_id = :id and l.batch = :batch
                                  and not exists (
                                    select from large_import_verdict v
                                    where v.organization_id = :org and v.import_id = :id
                                      and v.kind in ('PRESENT', 'DIFFERENT', 'REFUSED') and v.batch = :batch
                                      and v.line = l.line)
                                order by l.line
                                """)
                        .param("org", of.key().organization().value())
                        .param("id", of.key().id())
                        .param("batch", batch)
                        .query(ImportLines::line)
                        .list(),
                of.ignored());
    }

    void say(LargeImport of, int batch, Kind kind, List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return;
        }
        jdbc.sql(
                        """
                        insert into large_import_verdict (organization_id, import_id, kind, batch, line, detail)
                        select :org, :id, :kind, :batch, v.line::integer, v.detail
                        from unnest(:lines, :details) as v (line, detail)
                        """)
                .param("org", of.key().organization().value())
                .param("id", of.key().id())
                .param("kind", kind.name())
                .param("batch", batch)
                .param("lines", texts(verdicts, true))
                .param("details", texts(verdicts, false))
                .update();
    }

    private static String[] texts(List<Verdict> verdicts, boolean lines) {
        return verdicts.stream()
                .map(each -> lines ? String.valueOf(each.line()) : each.detail())
                .toArray(String[]::new);
    }

    /** Of a batch that is judged. */
    void forgetRepeated(LargeImport of, int batch) {
        jdbc.sql(
                        """
                        delete from large_import_verdict
                        where organization_id = ? and import_id = ? and kind = 'REPEATED' and batch = ?
                        """)
                .params(of.key().organization().value(), of.key().id(), batch)
                .update();
    }

    /** Of a batch that is carried out, all but the lines that made nobody and should be corrected. */
    void forgetDone(LargeImport of, int batch) {
        jdbc.sql(
                        """
                        delete from large_import_line l
                        where l.organization_id = :org and l.import_id = :id and l.batch = :batch
                          and not exists (
                            select from large_import_verdict v
                            where v.organization_id = :org and v.import_id = :id
                              and v.kind in ('REFUSED', 'LEFT_OUT') and v.batch = :batch and v.line = l.line)
                        """)
                .param("org", of.key().organization().value())
                .param("id", of.key().id())
                .param("batch", batch)
                .update();
        jdbc.sql(
                        """
                        delete from large_import_verdict
                        where organization_id = ? and import_id = ? and kind in ('NEW', 'PRESENT', 'DIFFERENT')
                          and batch = ?
                        """)
                .params(of.key().organization().value(), of.key().id(), batch)
                .update();
    }

    /** The first lines that make a user; one of which that is no longer true is left out. */
    List<ImportPlan.Newcomer> firstNewcomers(LargeImport of, LineRules rules) {
        return first(of, Kind.NEW, (row, number) -> line(row, number)).stream()
                .filter(line -> rules.problems(line).isEmpty())
                .map(rules::newcomer)
                .toList();
    }

    List<ImportPlan.Present> firstDifferent(LargeImport of) {
        return first(
                of,
                Kind.DIFFERENT,
                (row, number) ->
                        new ImportPlan.Present(
                                row.getInt("line"),
                                row.getString("email"),
                                List.of(row.getString("detail"))));
    }

    List<ImportPlan.Refused> firstRefused(LargeImport of) {
        return first(of, Kind.REFUSED, ImportLines::refused);
    }

    List<ImportPlan.Refused> firstLeftOut(LargeImport of) {
        return first(of, Kind.LEFT_OUT, ImportLines::refused);
    }

    private <T> List<T> first(
            LargeImport of, Kind kind, org.springframework.jdbc.core.RowMapper<T> read) {
        return jdbc.sql(
                        """
                        select %s, v.detail from large_import_verdict v
                        join large_import_line l on l.organization_id = v.organization_id
                            and l.import_id = v.import_id and l.batch = v.batch and l.line = v.line
                        where v.organization_id = ? and v.import_id = ? and v.kind = ?
                        order by v.batch, v.line limit ?
                        """
                                .formatted(SHORT))
                .params(
                        of.key().organization().value(),
                        of.key().id(),
                        kind.name(),
                        ImportPreview.SHOWN)
                .query(read)
                .list();
    }

    /** The lines of a batch that make or made nobody, as a file has them. */
    List<ImportPlan.Refused> refused(LargeImport of, int batch) {
        return new ArrayList<>(
                jdbc.sql(
                                """
                                select l.*, v.detail from large_import_verdict v
                                join large_import_line l on l.organization_id = v.organization_id
                                    and l.import_id = v.import_id and l.batch = v.batch and l.line = v.line
                                where v.organization_id = ? and v.import_id = ?
                                  and v.kind in ('REFUSED', 'LEFT_OUT') and v.batch = ?
                                order by v.line
                                """)
                        .params(of.key().organization().value(), of.key().id(), batch)
                        .query(ImportLines::refused)
                        .list());
    }

    private static ImportPlan.Refused refused(ResultSet row, int number) throws SQLException {
        return new ImportPlan.Refused(line(row, number), LineProblems.of(row.getString("detail")));
    }

    private static Sheet.Line line(ResultSet row, int number) throws SQLException {
        return new Sheet.Line(
                row.getInt("line"),
                row.getString("email"),
                row.getString("name"),
                row.getString("admin"),
                row.getString("kind"),
                row.getString("accounts"),
                row.getBoolean("overflows"));
    }
}
