package dev.latchkey.audit;

import dev.latchkey.shared.Sid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    Verifications(JdbcClient jdbc, Audit audit, TransactionTemplate transaction, JsonMapper json) {
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

    void keep(Actor actor, Verification done) {
        transaction.executeWithoutResult(status -> {
            insert(done);
            audit.record(
                    actor,
                    null,
                    "audit.verified",
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
        jdbc.sql(
                        """
                        insert into audit_verification (id, started_at, finished_at, asked_by, head_seq, head_hash,
                            found, findings)
                        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                        """)
                .params(
                        Sid.newUuid(),
                        at(done.startedAt()),
                        at(done.finishedAt()),
                        done.askedBy(),
                        done.headSeq(),
                        done.headHash(),
                        done.found(),
                        json.writeValueAsString(done.findings()))
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
