package dev.latchkey.secretkeys;

import dev.latchkey.secrets.MasterKey;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the database knows of the keys and of the nodes that hold them. All times are the database's. */
@Repository
class KeyStore {
    /** A node that has said nothing for this long runs no more. It says something six times as often. */
    private static final String ALIVE = "interval '60 seconds'";

    /** What was sealed just before a node changed its key is committed by then. */
    private static final String IN_FLIGHT = "interval '2 minutes'";

    private final JdbcClient jdbc;

    KeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A key as the database knows it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
    record Known(
            String id,
            byte[] checkValue,
            Instant knownSince,
            @Nullable Instant inUseSince,
            Instant lastSeenAt,
            String lastSeenOn,
            @Nullable Instant leavingSince,
            long renewed,
            @Nullable Instant retiredAt) {
        /** Whether something may need it, so that every node must hold it. */
        boolean needed() {
            return inUseSince != null && retiredAt == null;
        }
    }

    /** A node that runs. */
    record Node(
            UUID id,
            String name,
            Set<String> keys,
            String wants,
            String sealsWith,
            Instant seenAt) {}

    /** Until the transaction ends nobody else looks at the keys and decides. */
    void lock() {
        jdbc.sql("select 1 from (select pg_advisory_xact_lock(1801550958, 3)) as locked")
                .query(Integer.class)
                .single();
    }

    List<Known> known() {
        return jdbc.sql("select * from secret_key order by known_since, id")
                .query((row, number) ->
                        new Known(
                                text(row, "id"),
                                row.getBytes("check_value"),
                                instant(row, "known_since"),
                                maybe(row, "in_use_since"),
                                instant(row, "last_seen_at"),
                                text(row, "last_seen_on"),
                                maybe(row, "leaving_since"),
                                row.getLong("renewed"),
                                maybe(row, "retired_at")))
                .list();
    }

    List<Node> nodes() {
        return jdbc.sql(
                        "select * from secret_key_node where seen_at > clock_timestamp() - %s order by name, id"
                                .formatted(ALIVE))
                .query((row, number) ->
                        new Node(
                                Objects.requireNonNull(row.getObject("id", UUID.class)),
                                text(row, "name"),
                                texts(row.getArray("keys")),
                                text(row, "wants"),
                                text(row, "seals_with"),
                                instant(row, "seen_at")))
                .list();
    }

    void see(MasterKey key, String node) {
        jdbc.sql(
                        """
                        insert into secret_key (id, check_value, known_since, last_seen_at, last_seen_on)
                        values (:id, :check, clock_timestamp(), clock_timestamp(), :node)
                        on conflict (id) do update set last_seen_at = excluded.last_seen_at,
                            last_seen_on = excluded.last_seen_on
                        """)
                .param("id", key.id())
                .param("check", key.checkValue())
                .param("node", node)
                .update();
    }

    /** From now on every node must hold it. */
    void use(String key) {
        jdbc.sql(
                        """
                        update secret_key set in_use_since = coalesce(in_use_since, clock_timestamp()),
                            sealing_at = clock_timestamp(), retired_at = null, leaving_since = null
                        where id = ?
                        """)
                .param(key)
                .update();
    }

    void enter(UUID node, String name, Collection<String> keys, String wants, String sealsWith) {
        jdbc.sql(
                        """
                        insert into secret_key_node (id, name, keys, wants, seals_with, seen_at)
                        values (:id, :name, :keys, :wants, :seals, clock_timestamp())
                        on conflict (id) do update set seals_with = excluded.seals_with, seen_at = excluded.seen_at
                        """)
                .param("id", node)
                .param("name", name)
                .param("keys", keys.toArray(String[]::new))
                .param("wants", wants)
                .param("seals", sealsWith)
                .update();
        jdbc.sql("update secret_key set sealing_at = clock_timestamp() where id = ?")
                .param(sealsWith)
                .update();
        jdbc.sql("delete from secret_key_node where seen_at < clock_timestamp() - interval '1 day'")
                .update();
    }

    void leave(UUID node) {
        jdbc.sql("delete from secret_key_node where id = ?").param(node).update();
    }

    /** Notes that this key is being left; whether nobody had noted that. */
    boolean beginToLeave(String key) {
        return jdbc.sql(
                                """
                                update secret_key set leaving_since = clock_timestamp()
                                where id = ? and leaving_since is null and retired_at is null
                                """)
                        .param(key)
                        .update()
                == 1;
    }

    void renewed(String key, long more) {
        jdbc.sql("update secret_key set renewed = renewed + ? where id = ?")
                .params(more, key)
                .update();
    }

    /** Whether no node seals with it, nor has for a while: nothing that it sealed can still come. */
    boolean isQuiet(String key) {
        return jdbc.sql(
                        """
                        select coalesce(sealing_at < clock_timestamp() - %s, true) and not exists (
                            select 1 from secret_key_node n where n.seen_at > clock_timestamp() - %s
                              and secret_key.id in (n.seals_with, n.wants))
                        from secret_key where id = ?
                        """
                                .formatted(IN_FLIGHT, ALIVE))
                .param(key)
                .query(Boolean.class)
                .single();
    }

    /** Notes that nothing needs it any more; whether nobody had noted that. */
    boolean retire(String key) {
        return jdbc.sql(
                                """
                                update secret_key set retired_at = clock_timestamp()
                                where id = ? and retired_at is null and in_use_since is not null
                                """)
                        .param(key)
                        .update()
                == 1;
    }

    void comeBack(String key) {
        jdbc.sql("update secret_key set retired_at = null where id = ?").param(key).update();
    }

    private static Set<String> texts(Array array) throws SQLException {
        return Set.copyOf(Arrays.asList((String[]) array.getArray()));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(maybe(row, column));
    }

    private static @Nullable Instant maybe(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
