package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.database.Paged;
import dev.latchkey.shared.Visible;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The lines of an IdP's list that were not taken, and the users of it whom nobody here knows. */
@Component
public class RefusedLines {
    private static final int SHOWN = 100;

    private final JdbcClient jdbc;

    RefusedLines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A line that was not taken. */
    record Line(long number, String problem, String content) {
        /** The content with what can't be seen made visible. */
        public String shown() {
            return Visible.value(content);
        }
    }

    /** A user of the IdP who is not in the list. */
    record Stranger(String email, String key, String name, boolean active) {}

    List<Line> first(IdpList list) {
        return behind(list, null, SHOWN);
    }

    /** The lines behind this one, in their order; a page of them. */
    List<Line> behind(IdpList list, @Nullable Line last) {
        return behind(list, last, Paged.ROWS);
    }

    private List<Line> behind(IdpList list, @Nullable Line last, int most) {
        return jdbc.sql(
                        """
                        select line, problem, content from idp_refused_line
                        where organization_id = ? and list_id = ? and line > ? order by line limit ?
                        """)
                .params(
                        list.organization().value(),
                        list.id(),
                        last == null ? Long.MIN_VALUE : last.number(),
                        most)
                .query((row, number) -> line(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
    }

    /** Those whom the IdP has and the list of users has not, behind this one by address; a page of them. */
    @Transactional(readOnly = true)
    public List<Stranger> strangers(IdpList list, Cohort cohort, @Nullable Stranger last) {
        jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
        String behind = last == null ? "" : last.key();
        return jdbc.sql(
                        """
                        select e.email, e.email_key, coalesce(e.name, ''), e.active from idp_entry e
                        where e.organization_id = ? and e.list_id = ? and e.email_key > ? and not exists (
                            select 1 from cohort_member_latest cu where cu.organization_id = ? and cu.cohort_id = ?
                              and cu.email_key = e.email_key and cu.email_key > ?)
                        order by e.email_key limit ?
                        """)
                .params(
                        list.organization().value(),
                        list.id(),
                        behind,
                        cohort.organization().value(),
                        cohort.id().value(),
                        behind,
                        Paged.ROWS)
                .query((row, number) ->
                        new Stranger(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getBoolean(4)))
                .list();
    }

    private static Line line(long number, String problem, String content) {
        return new Line(number, IdpListReader.BadLine.valueOf(problem).text(), content);
    }
}
