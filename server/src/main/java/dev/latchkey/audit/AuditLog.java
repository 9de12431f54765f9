package dev.latchkey.audit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the log from the newest to the oldest, a piece at a time. There is no index for every filter, since sign-ins
 * would pay for it; without one, the log is looked through for a while, and whoever wants more goes on from there.
 */
@Component
class AuditLog {
    private static final Duration FOR_AN_INDEX = Duration.ofSeconds(2);
    private static final Duration FOR_A_STRETCH = Duration.ofSeconds(5);
    private static final Duration FOR_LOOKING_THROUGH = Duration.ofMillis(1500);
    private static final int FIRST_STRETCH = 500;
    private static final int LONGEST_STRETCH = 32_000;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Duration lookingThrough;

    @Autowired
    AuditLog(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this(jdbc, transactions, FOR_LOOKING_THROUGH);
    }

    AuditLog(JdbcClient jdbc, PlatformTransactionManager transactions, Duration lookingThrough) {
        this.jdbc = jdbc;
        this.lookingThrough = lookingThrough;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * What was found.
     *
     * @param soFar the record that was looked at last, where there are older ones that were not; null where there are
     *     none, or as many were found as were asked for
     */
    record Found(List<AuditRecord> records, @Nullable AuditCursor soFar) {}

    private record Looked(AuditRecord record, boolean hit, boolean last) {}

    /** The records behind the cursor, or the newest ones; throws a QueryTimeoutException where the log is locked. */
    Found read(AuditFilter filter, @Nullable AuditCursor behind, int most) {
        if (filter.narrowing().isEmpty()) {
            return new Found(direct(filter, behind, most, FOR_A_STRETCH), null);
        }
        if (filter.isIndexed()) {
            try {
                return new Found(direct(filter, behind, most, FOR_AN_INDEX), null);
            } catch (QueryTimeoutException e) {
                return lookThrough(filter, behind, most);
            }
        }
        return lookThrough(filter, behind, most);
    }

    private List<AuditRecord> direct(
            AuditFilter filter, @Nullable AuditCursor behind, int most, Duration patience) {
        return within(
                patience,
                () ->
                        bind(
                                        """
                                        select %s from audit_record r where %s order by r.at desc, r.id limit %d
                                        """
                                                .formatted(
                                                        AuditRecord.COLUMNS,
                                                        all(
                                                                List.of(
                                                                        filter.range(),
                                                                        filter.narrowing(),
                                                                        behind(behind))),
                                                        most),
                                        filter,
                                        behind)
                                .query(AuditRecord::read)
                                .list());
    }

    private Found lookThrough(AuditFilter filter, @Nullable AuditCursor behind, int most) {
        long end = System.nanoTime() + lookingThrough.toNanos();
        List<AuditRecord> found = new ArrayList<>();
        AuditCursor from = behind;
        int stretch = FIRST_STRETCH;
        while (true) {
            List<Looked> looked = stretch(filter, from, stretch);
            looked.stream().filter(Looked::hit).map(Looked::record).forEach(found::add);
            if (found.size() >= most) {
                return new Found(found.subList(0, most), null);
            }
            if (looked.isEmpty() || !looked.getLast().last()) {
                return new Found(found, null);
            }
            from = AuditCursor.behind(looked.getLast().record());
            if (System.nanoTime() >= end) {
                return new Found(found, from);
            }
            stretch = Math.min(LONGEST_STRETCH, stretch * 4);
        }
    }

    /** Of the next so many records those that the filter lets through, and the last one. */
    private List<Looked> stretch(AuditFilter filter, @Nullable AuditCursor behind, int length) {
        return within(
                FOR_A_STRETCH,
                () ->
                        bind(
                                        """
                                        select * from (
                                            select %s, (%s) as hit, row_number() over (order by r.at desc, r.id) as number
                                            from audit_record r where %s order by r.at desc, r.id limit %d) stretch
                                        where hit or number = %d order by number
                                        """
                                                .formatted(
                                                        AuditRecord.COLUMNS,
                                                        all(List.of(filter.narrowing())),
                                                        all(
                                                                List.of(
                                                                        filter.range(),
                                                                        behind(behind))),
                                                        length,
                                                        length),
                                        filter,
                                        behind)
                                .query((row, number) ->
                                        new Looked(
                                                AuditRecord.read(row, number),
                                                row.getBoolean("hit"),
                                                row.getLong("number") == length))
                                .list());
    }

    private static String all(List<List<String>> conditions) {
        String joined =
                conditions.stream().flatMap(List::stream).collect(Collectors.joining(" and "));
        return joined.isEmpty() ? "true" : joined;
    }

    private static List<String> behind(@Nullable AuditCursor behind) {
        return behind == null ? List.of() : List.of("r.at <= :at and (r.at < :at or r.id > :id)");
    }

    private JdbcClient.StatementSpec bind(
            String sql, AuditFilter filter, @Nullable AuditCursor behind) {
        JdbcClient.StatementSpec statement = jdbc.sql(sql).params(filter.values());
        return behind == null
                ? statement
                : statement
                        .param("at", behind.at().atOffset(ZoneOffset.UTC))
                        .param("id", behind.id());
    }

    /**
     * The database itself gives up: a driver that cancels from outside may hit what its connection does next, for
     * somebody else.
     */
    private <T> List<T> within(Duration patience, Supplier<List<T>> read) {
        try {
            return Objects.requireNonNull(
                    transaction.execute(status -> {
                        jdbc.sql("set local statement_timeout = " + patience.toMillis()).update();
                        jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
                        return read.get();
                    }));
        } catch (UncategorizedSQLException e) {
            throw e.getRootCause() instanceof SQLException cause
                            && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())
                    ? new QueryTimeoutException("the log is locked", e)
                    : e;
        }
    }
}
