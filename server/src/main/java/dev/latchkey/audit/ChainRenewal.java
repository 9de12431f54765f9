package dev.latchkey.audit;

import dev.latchkey.secrets.KeyedThings;
import dev.latchkey.secrets.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the stamps of a key that is to be retired under the present one: each only after it was found true with the old
 * one. A stamp that is not true stays as it is, so that the verification goes on finding it.
 */
@Component
class ChainRenewal implements KeyedThings {
    private static final int AT_ONCE = 2000;

    private final JdbcClient jdbc;
    private final Stretches stretches;
    private final Verifications verifications;
    private final ChainStamps stamps;
    private final TransactionTemplate transaction;

    ChainRenewal(
            JdbcClient jdbc,
            Stretches stretches,
            Verifications verifications,
            ChainStamps stamps,
            TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.stretches = stretches;
        this.verifications = verifications;
        this.stamps = stamps;
        this.transaction = transaction;
    }

    @Override
    public String what() {
        return "stamps of the audit log";
    }

    @Override
    public Map<String, Long> byKey() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : keyNames()) {
            counts.put(
                    name,
                    jdbc.sql(
                                    """
                                    select count(*) from (
                                        select 1 from audit_checkpoint where key_id = :key
                                        union all select 1 from audit_stretch where key_id = :key
                                        union all select 1 from audit_verification where key_id = :key
                                        limit :most) as counted
                                    """)
                            .param("key", name)
                            .param("most", MOST_COUNTED + 1)
                            .query(Long.class)
                            .single());
        }
        return counts;
    }

    /** Steps from name to name along the index of the checkpoints; of the others there are few. */
    private List<String> keyNames() {
        return jdbc.sql(
                        """
                        with recursive names as (
                            (select key_id from audit_checkpoint order by key_id limit 1)
                            union all
                            select (select key_id from audit_checkpoint
                                    where key_id > names.key_id order by key_id limit 1)
                            from names where names.key_id is not null)
                        select key_id from names where key_id is not null
                        union select key_id from audit_stretch
                        union select key_id from audit_verification where key_id is not null
                        order by 1
                        """)
                .query(String.class)
                .list();
    }

    @Override
    public long renew(String key, BooleanSupplier stop) {
        long done = inTransaction(() -> renewStretches(key) + renewVerifications(key));
        List<Found> some = checkpoints(key, 0);
        while (!some.isEmpty() && !stop.getAsBoolean()) {
            List<Found> batch = some;
            done += inTransaction(() -> renewCheckpoints(batch));
            some = checkpoints(key, some.getLast().seq());
        }
        return done;
    }

    private long inTransaction(java.util.function.LongSupplier work) {
        return Objects.requireNonNull(transaction.execute(status -> work.getAsLong()));
    }

    private long renewStretches(String key) {
        return stretches.all().stream()
                .filter(each -> each.stamp().key().equals(key))
                .filter(each -> stamps.worth(each) == SecretBox.Worth.TRUE)
                .filter(each ->
                        put(
                                "audit_stretch",
                                "from_seq",
                                each.from(),
                                each.stamp(),
                                stamps.stretch(
                                        each.from(), each.why(), each.hashBefore(), each.at())))
                .count();
    }

    private long renewVerifications(String key) {
        return verifications.keptWith(key).entrySet().stream()
                .filter(each -> {
                    SecretBox.Stamp stamp = Objects.requireNonNull(each.getValue().stamp());
                    Verification said = each.getValue().verification();
                    return stamps.worth(said, stamp) == SecretBox.Worth.TRUE
                            && put(
                                    "audit_verification",
                                    "id",
                                    each.getKey(),
                                    stamp,
                                    stamps.verification(said));
                })
                .count();
    }

    private boolean put(
            String table, String column, Object id, SecretBox.Stamp before, SecretBox.Stamp now) {
        return jdbc.sql(
                                "update %s set key_id = ?, mac = ? where %s = ? and mac = ?"
                                        .formatted(table, column))
                        .params(now.key(), now.mac(), id, before.mac())
                        .update()
                == 1;
    }

    /** A checkpoint with the hash that stands in the chain there, null where none does. */
    @SuppressWarnings("ArrayRecordComponent") // never compared here
    private record Found(long seq, long from, SecretBox.Stamp stamp, byte @Nullable [] hash) {
        static Found read(ResultSet row, int number) throws SQLException {
            return new Found(
                    row.getLong("seq"),
                    row.getLong("from_seq"),
                    Stretches.stamp(row),
                    row.getBytes("hash"));
        }
    }

    private List<Found> checkpoints(String key, long behind) {
        return jdbc.sql(
                        """
                        select c.seq, c.from_seq, c.key_id, c.mac, s.hash
                        from audit_checkpoint c left join audit_seal s on s.seq = c.seq
                        where c.key_id = ? and c.seq > ? order by c.seq limit ?
                        """)
                .params(key, behind, AT_ONCE)
                .query(Found::read)
                .list();
    }

    private long renewCheckpoints(List<Found> found) {
        Map<Long, Stretch> all =
                stretches.all().stream()
                        .collect(Collectors.toMap(Stretch::from, Function.identity()));
        Map<Found, SecretBox.Stamp> fresh = new LinkedHashMap<>();
        for (Found each : found) {
            Stretch stretch = all.get(each.from());
            byte[] hash = each.hash();
            if (stretch != null
                    && hash != null
                    && stamps.worth(stretch, each.seq(), hash, each.stamp())
                            == SecretBox.Worth.TRUE) {
                fresh.put(each, stamps.checkpoint(stretch, each.seq(), hash));
            }
        }
        return fresh.isEmpty() ? 0 : put(fresh);
    }

    private long put(Map<Found, SecretBox.Stamp> fresh) {
        return jdbc.sql(
                        """
                        update audit_checkpoint c set key_id = n.key, mac = decode(n.mac, 'hex')
                        from unnest(:seqs, :keys, :befores, :macs) as n (seq, key, before, mac)
                        where c.seq = n.seq::bigint and c.mac = decode(n.before, 'hex')
                        """)
                .param("seqs", texts(fresh, each -> Long.toString(each.getKey().seq())))
                .param("keys", texts(fresh, each -> each.getValue().key()))
                .param("befores", texts(fresh, each -> hex(each.getKey().stamp().mac())))
                .param("macs", texts(fresh, each -> hex(each.getValue().mac())))
                .update();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String[] texts(
            Map<Found, SecretBox.Stamp> fresh,
            Function<Map.Entry<Found, SecretBox.Stamp>, String> text) {
        return fresh.entrySet().stream().map(text).toArray(String[]::new);
    }
}
