package dev.latchkey.audit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the log from the newest to the oldest, a piece at a time. There is no index for every filter, since sign-ins
 * would pay for it; a search that would take too long is given up with a QueryTimeoutException.
 */
@Component
class AuditLog {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcClient jdbc;

    AuditLog(DataSource dataSource) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setQueryTimeout((int) PATIENCE.toSeconds());
        this.jdbc = JdbcClient.create(template);
    }

    /** The records behind the cursor, or the newest ones. */
    List<AuditRecord> read(AuditFilter filter, @Nullable AuditCursor behind, int most) {
        List<String> conditions = new ArrayList<>(filter.conditions());
        if (behind != null) {
            conditions.add("r.at <= :at and (r.at < :at or r.id > :id)");
        }
        conditions.add("true");
        JdbcClient.StatementSpec statement =
                jdbc.sql(
                                """
                                select %s from audit_record r where %s order by r.at desc, r.id limit :most
                                """
                                        .formatted(
                                                AuditRecord.COLUMNS,
                                                String.join(" and ", conditions)))
                        .params(filter.values())
                        .param("most", most);
        if (behind != null) {
            statement =
                    statement
                            .param("at", behind.at().atOffset(ZoneOffset.UTC))
                            .param("id", behind.id());
        }
        try {
            return statement.query(AuditRecord::read).list();
        } catch (UncategorizedSQLException e) {
            throw e.getRootCause() instanceof SQLException cause
                            && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())
                    ? new QueryTimeoutException("the log is locked", e)
                    : e;
        }
    }
}
