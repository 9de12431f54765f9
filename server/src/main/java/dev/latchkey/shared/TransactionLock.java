package dev.latchkey.shared;

import org.springframework.jdbc.core.simple.JdbcClient;

/** A lock in the database by a name, for what is no row that could be locked. */
public final class TransactionLock {
    private TransactionLock() {}

    /**
     * Waits for it; held until the transaction ends.
     *
     * @param subject what kind of thing it is; others of the same id do not wait
     */
    public static void take(JdbcClient jdbc, String subject, String id) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?::text || ':' || ?::text, 0))")
                .params(subject, id)
                .query((row, number) -> number)
                .list();
    }
}
