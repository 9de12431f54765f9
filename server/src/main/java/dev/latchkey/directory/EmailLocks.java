package dev.latchkey.directory;

import dev.latchkey.shared.EmailAddress;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps two transactions from giving one address, in whatever case, to two users: its key is not unique in the table
 * (requirement D2). Each address has a row of its own, which is locked until the transaction ends, so that an import of
 * fifty thousand is in nobody's way but of who wants one of those addresses. Locks of the server's memory would not be
 * enough for as many. The rows mean nothing to whoever comes later, and are swept.
 */
@Component
class EmailLocks {
    /** In one order, so that two imports wait for one another and not in a circle. */
    private static final String LOCK =
            """
            insert into email_lock (key_hash)
            select distinct hashtextextended(k.key, 0) as key_hash from unnest(:keys) as k (key) order by key_hash
            on conflict (key_hash) do update set key_hash = excluded.key_hash
            """;

    private final JdbcClient jdbc;

    EmailLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For one address. Others are not held up. */
    void take(EmailAddress email) {
        take(new String[] {email.key()});
    }

    /** For all of these. */
    void takeAll(Collection<String> keys) {
        take(keys.toArray(String[]::new));
    }

    private void take(String[] keys) {
        jdbc.sql(LOCK).param("keys", keys).update();
    }

    /** Removes the rows that nobody holds. Every node may do it. */
    @Scheduled(initialDelay = 2, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        jdbc.sql(
                        """
                        delete from email_lock where key_hash in (
                            select key_hash from email_lock for update skip locked)
                        """)
                .update();
    }
}
