package dev.latchkey.audit;

import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.Sid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What verifications came to; the record of each is in the log as well. */
@Repository
class Verifications {
    private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final ChainStamps stamps;

    Verifications(
            JdbcClient jdbc,
            Audit audit,
            TransactionTemplate transaction,
            JsonMapper json,
            ChainStamps stamps) {
        this.stamps = stamps;
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = transaction;
        this.json = json;
    }

    Optional<Verification> latest() {
        return jdbc.sql("select * from audit_verification order by finished_at desc limit 1")
                .query(this::read)
                .optional();
    }

    /** A verification as it is stored; without a stamp where it is from before there were keys. */
    record Kept(Verification verification, SecretBox.@Nullable Stamp stamp) {}

    Optional<Kept> latestKept() {
        return jdbc.sql("select * from audit_verification order by finished_at desc limit 1")
                .query((row, number) ->
                        new Kept(
                                read(row, number),
                                row.getBytes("mac") == null ? null : Stretches.stamp(row)))
                .optional();
    }

    /** Those that a key of this name has stamped, by their ids. */
    Map<UUID, Kept> keptWith(String key) {
        Map<UUID, Kept> kept = new LinkedHashMap<>();
        jdbc.sql("select * from audit_verification where key_id = ?")
                .param(key)
                .query((row, number) ->
                        kept.put(
                                row.getObject("id", UUID.class),
                                new Kept(read(row, number), Stretches.stamp(row))))
                .list();
        return kept;
    }

    void keep(Actor actor, Verification done) {
        transaction.executeWithoutResult(status -> {
            insert(done);
            audit.record(
                    actor,
                    null,
                    AuditLogAction.VERIFIED,
                    null,
                    null,
                    Map.of(
                            "sealed",
                            done.headSeq(),
                            "hash",
                            done.headHex(),
                            "found",
                            done.found()));
        });
    }

    private void insert(Verification done) {
        SecretBox.Stamp stamp = stamps.verification(done);
        jdbc.sql(
                        """
                        insert into audit_verification (id, started_at, finished_at, asked_by, head_seq, head_hash,
                            found, findings, key_id, mac)
                        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                        """)
                .params(
                        Sid.newUuid(),
                        at(done.startedAt()),
                        at(done.finishedAt()),
                        done.askedBy(),
                        done.headSeq(),
                        done.headHash(),
                        done.found(),
                        json.writeValueAsString(done.findings()),
                        stamp.key(),
                        stamp.mac())
                .update();
    }

    private Verification read(ResultSet row, int number) throws SQLException {
        return new Verification(
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("asked_by"),
                row.getLong("head_seq"),
                row.getBytes("head_hash"),
                row.getLong("found"),
                json.readValue(row.getString("findings"), FINDINGS));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
