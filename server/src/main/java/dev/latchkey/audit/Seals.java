package dev.latchkey.audit;

import dev.latchkey.secrets.SecretBox;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The seals as they are stored. */
@Repository
class Seals {
    /** Node clocks may differ by less than this; a record that comes from further behind waits for the nightly search. */
    private static final String CLOCKS_DIFFER = "interval '2 minutes'";

    private final JdbcClient jdbc;

    Seals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last seal; of an empty chain number 0. */
    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
    record Head(long seq, byte[] hash) {
        static final Head EMPTY = new Head(0, ChainHash.START);
    }

    /**
     * A seal.
     *
     * @param record that it is of, null where that is gone
     * @param checkpoint the stamp on the hash, null where it is not the end of a batch
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Sealed(
            long seq,
            byte[] hash,
            UUID recordId,
            @Nullable AuditRecord record,
            @Nullable Checkpoint checkpoint) {}

    /** The stamp on what a batch came to, and the first number of the stretch that it says it is in. */
    record Checkpoint(long from, SecretBox.Stamp stamp) {}

    /** Whether this transaction is the one that seals: one does at a time, on whatever node. */
    boolean lock() {
        return jdbc.sql("select pg_try_advisory_xact_lock(1801550958, 2)")
                .query(Boolean.class)
                .single();
    }

    Head head() {
        return jdbc.sql("select seq, hash from audit_seal order by seq desc limit 1")
                .query((row, number) -> new Head(row.getLong("seq"), row.getBytes("hash")))
                .optional()
                .orElse(Head.EMPTY);
    }

    Optional<Sealed> sealed(long seq) {
        return after(seq - 1, 1).stream().filter(each -> each.seq() == seq).findFirst();
    }

    /** The seals behind this number, in order, with their records. */
    List<Sealed> after(long seq, int most) {
        return jdbc.sql(
                        """
                        select s.seq, s.hash, s.record_id, c.from_seq, c.key_id, c.mac, %s
                        from audit_seal s left join audit_record r on r.id = s.record_id
                            left join audit_checkpoint c on c.seq = s.seq
                        where s.seq > ? order by s.seq limit ?
                        """
                                .formatted(AuditRecord.COLUMNS))
                .params(seq, most)
                .query((row, number) ->
                        new Sealed(
                                row.getLong("seq"),
                                row.getBytes("hash"),
                                row.getObject("record_id", UUID.class),
                                row.getObject("id") == null ? null : AuditRecord.read(row, number),
                                row.getObject("from_seq") == null
                                        ? null
                                        : new Checkpoint(
                                                row.getLong("from_seq"), Stretches.stamp(row))))
                .list();
    }

    /** Committed records without a seal from this moment on, in order of time, behind the given one. */
    List<AuditRecord> unsealed(Instant from, @Nullable AuditRecord behind, int most) {
        return jdbc.sql(
                        """
                        select %s from audit_record r
                        where r.at >= :from and (r.at, r.id) > (:at, :id)
                          and not exists (select 1 from audit_seal s where s.record_id = r.id)
                        order by r.at, r.id limit :most
                        """
                                .formatted(AuditRecord.COLUMNS))
                .param("from", at(from))
                .param("at", at(behind == null ? Instant.EPOCH : behind.at()))
                .param("id", behind == null ? new UUID(0, 0) : behind.id())
                .param("most", most)
                .query(AuditRecord::read)
                .list();
    }

    /** Records from before this moment that have no seal, though all of that time should have one. */
    List<AuditRecord> unsealedBefore(Instant until, int most) {
        return jdbc.sql(
                        """
                        select %s from audit_record r
                        where r.at < ? and not exists (select 1 from audit_seal s where s.record_id = r.id)
                        order by r.at, r.id limit ?
                        """
                                .formatted(AuditRecord.COLUMNS))
                .params(at(until), most)
                .query(AuditRecord::read)
                .list();
    }

    /** How many wait for a seal, counted no further than to one more than this. */
    int countUnsealed(int most) {
        return jdbc.sql(
                        """
                        select count(*) from (
                            select 1 from audit_record r
                            where r.at >= ? and not exists (select 1 from audit_seal s where s.record_id = r.id)
                            limit ?) as waiting
                        """)
                .params(at(settled()), most + 1)
                .query(Integer.class)
                .single();
    }

    void insert(List<Sealed> sealed) {
        jdbc.sql(
                        """
                        insert into audit_seal (seq, record_id, hash)
                        select n.seq::bigint, n.record_id::uuid, decode(n.hash, 'hex')
                        from unnest(:seqs, :records, :hashes) as n (seq, record_id, hash)
                        """)
                .param("seqs", texts(sealed, each -> Long.toString(each.seq())))
                .param("records", texts(sealed, each -> each.recordId().toString()))
                .param(
                        "hashes",
                        texts(sealed, each -> java.util.HexFormat.of().formatHex(each.hash())))
                .update();
    }

    private static String[] texts(
            List<Sealed> sealed, java.util.function.Function<Sealed, String> text) {
        return sealed.stream().map(text).toArray(String[]::new);
    }

    Instant settled() {
        return jdbc.sql("select until from audit_settled")
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }

    /**
     * The moment before which no record can come any more: every transaction that could bring one began later. One that
     * has no id has written nothing yet; what it writes from now on is of now. A dump, however long it takes, never
     * gets one. Ask before looking for unsealed records, not after.
     */
    Instant settledAfterThis() {
        return jdbc.sql(
                        """
                        select least(clock_timestamp(), min(xact_start)) - %s
                        from pg_stat_activity
                        where datname = current_database() and backend_type = 'client backend'
                          and pid <> pg_backend_pid() and backend_xid is not null
                        """
                                .formatted(CLOCKS_DIFFER))
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }

    void settle(Instant until) {
        jdbc.sql("update audit_settled set until = greatest(until, ?)").param(at(until)).update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
