package dev.latchkey.review;

import dev.latchkey.rollout.Cohort;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The lines of an IdP's list that were not taken, and the users of it whom nobody here knows. */
@Component
class RefusedLines {
    private static final int SHOWN = 100;
    private static final int FETCHED = 10_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;

    RefusedLines(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(Objects.requireNonNull(template.getDataSource()));
        this.streaming.setFetchSize(FETCHED);
    }

    /** A line that was not taken. */
    record Line(long number, String problem, String content) {}

    /** A user of the IdP who is not in the list. */
    record Stranger(String email, String name, boolean active) {}

    List<Line> first(IdpList list) {
        return jdbc.sql(
                        """
                        select line, problem, content from idp_refused_line
                        where organization_id = ? and list_id = ? order by line limit ?
                        """)
                .params(list.organization().value(), list.id(), SHOWN)
                .query((row, number) -> line(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
    }

    @Transactional(readOnly = true)
    public void stream(IdpList list, Consumer<Line> to) {
        streaming.query(
                """
                select line, problem, content from idp_refused_line
                where organization_id = ? and list_id = ? order by line
                """,
                row -> {
                    to.accept(line(row.getLong(1), row.getString(2), row.getString(3)));
                },
                list.organization().value(),
                list.id());
    }

    /** Those whom the IdP has and the list of users has not. */
    @Transactional(readOnly = true)
    public void strangers(IdpList list, Cohort cohort, Consumer<Stranger> to) {
        streaming.execute("set local cursor_tuple_fraction = 1.0");
        streaming.query(
                """
                select e.email, coalesce(e.name, ''), e.active from idp_entry e
                where e.organization_id = ? and e.list_id = ? and not exists (
                    select 1 from cohort_user cu where cu.organization_id = ? and cu.cohort_id = ?
                      and cu.until is null and cu.email_key = e.email_key)
                order by e.email_key
                """,
                row -> {
                    to.accept(new Stranger(row.getString(1), row.getString(2), row.getBoolean(3)));
                },
                list.organization().value(),
                list.id(),
                cohort.organization().value(),
                cohort.id().value());
    }

    private static Line line(long number, String problem, String content) {
        return new Line(number, IdpListReader.BadLine.valueOf(problem).text(), content);
    }
}
