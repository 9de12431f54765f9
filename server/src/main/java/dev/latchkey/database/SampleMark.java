package dev.latchkey.database;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The mark of a database that the demo filled. The passwords in it are printed at every demo start, so such a database
 * must never serve for real; nor may the demo fill one that holds anything else. It is a comment, so that databases
 * without it carry nothing of it.
 */
public final class SampleMark {
    private static final String MARK = "Latchkey demo: sample data with published passwords";

    private final JdbcClient jdbc;

    SampleMark(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** Marks the database, in the caller's transaction. */
    public void put() {
        jdbc.sql("comment on table organization is '" + MARK + "'").update();
    }

    /** Whether the demo filled this database; false also where there is no table yet. */
    public boolean isThere() {
        return jdbc.sql(
                        """
                        select coalesce(obj_description(to_regclass('organization'), 'pg_class') = ?, false)
                        """)
                .param(MARK)
                .query(Boolean.class)
                .single();
    }

    /** Whether something else is in the database: tables of others, or an organization or operator of ours. */
    boolean somethingElseIsThere() {
        return tableIsThere("organization")
                ? hasRows("organization") || hasRows("operator")
                : anyTableIsThere();
    }

    private boolean tableIsThere(String table) {
        return jdbc.sql("select to_regclass(?) is not null")
                .param(table)
                .query(Boolean.class)
                .single();
    }

    private boolean hasRows(String table) {
        return jdbc.sql("select exists (select 1 from " + table + ")")
                .query(Boolean.class)
                .single();
    }

    private boolean anyTableIsThere() {
        return jdbc.sql(
                        "select exists (select 1 from pg_tables where schemaname = current_schema())")
                .query(Boolean.class)
                .single();
    }
}
