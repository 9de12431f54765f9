package dev.latchkey.rollout;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.stereotype.Component;

/**
 * Writes a list of users as CSV (RFC 4180). PostgreSQL makes the lines, in the order of an index and while the earlier
 * ones travel, and the server hands them on: a million users cost it next to nothing.
 */
@Component
class ListExport {
    private static final int BUFFER = 64 * 1024;
    private static final byte[] LINE_END = {'\r', '\n'};

    /** Spreadsheets need the mark to read UTF-8. */
    private static final String HEADER =
            "\uFEFF\"sid\",\"email\",\"name\",\"switches\",\"reason\",\"found_by\",\"active\",\"last_single_sign_on\"\r\n";

    private final DataSource database;

    ListExport(DataSource database) {
        this.database = database;
    }

    /** Every line of a revision, by address; whether a user is active and has signed in, as of now. */
    void write(Cohort cohort, int revision, OutputStream target) throws IOException {
        OutputStream out = new BufferedOutputStream(target, BUFFER);
        out.write(HEADER.getBytes(StandardCharsets.UTF_8));
        try (Connection connection = database.getConnection()) {
            copy(connection, sql(cohort, revision), out);
        } catch (SQLException e) {
            throw new IllegalStateException("the list was not read to its end", e);
        }
        out.flush();
    }

    /**
     * COPY takes no parameters; what is put in are UUIDs and numbers. What is asked about each user is an expression and
     * no join, so that the order of the index stays.
     */
    private static String sql(Cohort cohort, int revision) {
        return """
        copy (
            select 'US' || upper(replace(cu.user_id::text, '-', '')), safe_cell(cu.email), safe_cell(cu.name),
                case cu.decision when 'IN' then 'yes' else 'no' end, coalesce(safe_cell(cu.reason), ''), cu.found_by,
                case when exists (select 1 from app_user u where u.organization_id = '%1$s' and u.id = cu.user_id
                    and not u.active) then 'no' else 'yes' end,
                coalesce((select to_char(s.last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                    from sso_sign_in s where s.organization_id = '%1$s' and s.user_id = cu.user_id
                      and s.connection_id = '%3$s'), '')
            from cohort_user cu
            where cu.organization_id = '%1$s' and cu.cohort_id = '%2$s' and cu.since <= %4$d
              and (cu.until is null or cu.until > %4$d)
            order by cu.email_key, cu.user_id
        ) to stdout (format csv, force_quote *)
        """
                .formatted(
                        cohort.organization().value(),
                        cohort.id().value(),
                        cohort.connection().value(),
                        revision);
    }

    private static void copy(Connection connection, String sql, OutputStream out)
            throws SQLException, IOException {
        CopyOut lines = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        try {
            for (byte[] line = lines.readFromCopy(); line != null; line = lines.readFromCopy()) {
                out.write(line, 0, line.length - 1);
                out.write(LINE_END);
            }
        } finally {
            // Whoever asked for it may be gone before the end.
            if (lines.isActive()) {
                lines.cancelCopy();
            }
        }
    }
}
