package dev.latchkey.directory;

import dev.latchkey.shared.EmailAddress;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps two transactions from giving one address, in whatever case, to two users: its key is not unique in the table
 * (requirement D2). Held until the transaction ends.
 */
@Component
class EmailLocks {
    /** Two numbers, so that it never meets the hash of an address, which is one. */
    private static final String ALL = "(1801550958, 1)";

    private final JdbcClient jdbc;

    EmailLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For one address. Others go on meanwhile. */
    void take(EmailAddress email) {
        jdbc.sql(
                        """
                        select 1 from (select pg_advisory_xact_lock_shared%s,
                                              pg_advisory_xact_lock(hashtextextended(?, 0))) as locked
                        """
                                .formatted(ALL))
                .param(email.key())
                .query(Integer.class)
                .single();
    }

    /** For all addresses at once: a lock for each of many thousand would not fit into the server's memory. */
    void takeAll() {
        jdbc.sql("select 1 from (select pg_advisory_xact_lock%s) as locked".formatted(ALL))
                .query(Integer.class)
                .single();
    }
}
