package dev.latchkey.audit;

import dev.latchkey.secrets.SecretBox;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The stretches and checkpoints as they are stored. None is believed without its stamp. */
@Repository
class Stretches {
    private static final Logger LOG = LoggerFactory.getLogger(Stretches.class);

    private final JdbcClient jdbc;
    private final ChainStamps stamps;

    Stretches(JdbcClient jdbc, ChainStamps stamps) {
        this.jdbc = jdbc;
        this.stamps = stamps;
    }

    List<Stretch> all() {
        return jdbc.sql("select * from audit_stretch order by from_seq")
                .query(Stretches::read)
                .list();
    }

    private Optional<Stretch> last() {
        return jdbc.sql("select * from audit_stretch order by from_seq desc limit 1")
                .query(Stretches::read)
                .optional();
    }

    private static Stretch read(ResultSet row, int number) throws SQLException {
        return new Stretch(
                row.getLong("from_seq"),
                Stretch.Why.valueOf(row.getString("why")),
                row.getBytes("hash_before"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                stamp(row));
    }

    static SecretBox.Stamp stamp(ResultSet row) throws SQLException {
        return new SecretBox.Stamp(
                Objects.requireNonNull(row.getString("key_id")),
                Objects.requireNonNull(row.getBytes("mac")));
    }

    /**
     * The stretch to go on sealing in, behind this head of the chain. What is not under a key of ours is never gone on
     * from as if it were: a new stretch begins, and says so for ever. Nothing is sealed where the others have a key that
     * is not here, unless it was given up.
     */
    Optional<Stretch> goOn(Seals.Head head) {
        Stretch last = last().orElse(null);
        if (last == null) {
            return Optional.of(begin(head, why(head)));
        }
        SecretBox.Stamp stamp = stampAt(last, head).orElse(null);
        if (stamp == null) {
            return Optional.of(begin(head, Stretch.Why.BROKEN));
        }
        return switch (worth(last, head, stamp)) {
            case TRUE -> Optional.of(last);
            case FALSE -> Optional.of(begin(head, Stretch.Why.BROKEN));
            case KEY_MISSING -> {
                if (stamps.isLost(stamp)) {
                    yield Optional.of(begin(head, Stretch.Why.KEY_LOST));
                }
                LOG.error(
                        "The audit log is not sealed here: it goes on from the secret key '{}', which this server does"
                                + " not have",
                        stamp.key());
                yield Optional.empty();
            }
        };
    }

    private Stretch.Why why(Seals.Head head) {
        if (anyCheckpoint()) {
            return Stretch.Why.BROKEN;
        }
        return head.seq() == 0 ? Stretch.Why.FIRST : Stretch.Why.BEFORE_KEYS;
    }

    private boolean anyCheckpoint() {
        return jdbc.sql("select exists (select 1 from audit_checkpoint)")
                .query(Boolean.class)
                .single();
    }

    /** The stamp on the head: the stretch's own while nothing was sealed in it. */
    private Optional<SecretBox.Stamp> stampAt(Stretch stretch, Seals.Head head) {
        if (head.seq() == stretch.from() - 1) {
            return Optional.of(stretch.stamp());
        }
        return jdbc.sql("select key_id, mac from audit_checkpoint where seq = ? and from_seq = ?")
                .params(head.seq(), stretch.from())
                .query((row, number) -> stamp(row))
                .optional();
    }

    private SecretBox.Worth worth(Stretch stretch, Seals.Head head, SecretBox.Stamp stamp) {
        if (head.seq() != stretch.from() - 1) {
            return stamps.worth(stretch, head.seq(), head.hash(), stamp);
        }
        return MessageDigest.isEqual(stretch.hashBefore(), head.hash())
                ? stamps.worth(stretch)
                : SecretBox.Worth.FALSE;
    }

    private Stretch begin(Seals.Head head, Stretch.Why why) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        long from = head.seq() + 1;
        Stretch begun =
                new Stretch(
                        from, why, head.hash(), now, stamps.stretch(from, why, head.hash(), now));
        jdbc.sql(
                        """
                        insert into audit_stretch (from_seq, why, hash_before, at, key_id, mac)
                        values (:from, :why, :hash, :at, :key, :mac)
                        on conflict (from_seq) do update set why = excluded.why, hash_before = excluded.hash_before,
                            at = excluded.at, key_id = excluded.key_id, mac = excluded.mac
                        """)
                .param("from", from)
                .param("why", why.name())
                .param("hash", head.hash())
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("key", begun.stamp().key())
                .param("mac", begun.stamp().mac())
                .update();
        tell(head, why);
        return begun;
    }

    private static void tell(Seals.Head head, Stretch.Why why) {
        String hash = java.util.HexFormat.of().formatHex(head.hash());
        switch (why) {
            case FIRST -> LOG.info("The audit log is sealed with a secret key from its beginning");
            case BEFORE_KEYS ->
                    LOG.warn(
                            "The audit log is sealed with a secret key from number {} on. What is before was sealed"
                                    + " without one and ends with the hash {}",
                            head.seq() + 1,
                            hash);
            case KEY_LOST ->
                    LOG.error(
                            "The audit log up to {} was sealed with a secret key that is gone, and can't be held"
                                    + " against it any more. It ends with the hash {}",
                            head.seq(),
                            hash);
            case BROKEN ->
                    LOG.error(
                            "The audit log up to {} is not what was sealed with the secret key: somebody wrote to the"
                                    + " database. Verify it on the page Audit",
                            head.seq());
        }
    }

    void checkpoint(Stretch stretch, Seals.Head head) {
        SecretBox.Stamp stamp = stamps.checkpoint(stretch, head.seq(), head.hash());
        jdbc.sql(
                        """
                        insert into audit_checkpoint (seq, from_seq, key_id, mac) values (?, ?, ?, ?)
                        on conflict (seq) do update set from_seq = excluded.from_seq, key_id = excluded.key_id,
                            mac = excluded.mac
                        """)
                .params(head.seq(), stretch.from(), stamp.key(), stamp.mac())
                .update();
    }
}
