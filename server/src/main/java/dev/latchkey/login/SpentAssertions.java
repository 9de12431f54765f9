package dev.latchkey.login;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Tokens;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Remembers what must not be used twice, on whichever node it comes again. */
@Repository
public class SpentAssertions {
    /** No IdP's own ids are longer; an index has no room for what a message may hold. */
    private static final int LONGEST = 512;

    private final JdbcClient jdbc;

    SpentAssertions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Spends this id for this connection's IdP; false when it was spent before. Waits for a rival's commit. */
    public boolean spend(ConnectionId connection, String id, Instant until) {
        return jdbc.sql(
                                """
                                insert into spent_assertion (connection_id, assertion_id, expires_at)
                                values (:connection, :id, :until) on conflict do nothing
                                """)
                        .param("connection", connection.value())
                        .param("id", key(id))
                        .param("until", Timestamp.from(until))
                        .update()
                == 1;
    }

    /** What stands for this id among those that are spent: an index takes no text of any length. */
    static String key(String id) {
        return id.length() > LONGEST ? "sha256:" + HexFormat.of().formatHex(Tokens.hash(id)) : id;
    }
}
