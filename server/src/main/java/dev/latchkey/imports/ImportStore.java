package dev.latchkey.imports;

import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Sid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The uploaded files, each for the operator who uploaded it and for nobody else. */
@Repository
class ImportStore {
    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    ImportStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Which import. */
    record Key(OrganizationId organization, UUID id, OperatorId operator) {}

    /** What an import did. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, handed straight to the answer
    record Outcome(int created, int alreadyThere, int refused, byte[] refusedCsv) {}

    /** A file that waits, or what came of it. */
    record Kept(@Nullable ImportFile content, @Nullable Outcome outcome) {}

    Key keep(OperatorId operator, OrganizationId organization, ImportFile file) {
        Key key = new Key(organization, Sid.newUuid(), operator);
        OffsetDateTime now = OffsetDateTime.now(clock);
        jdbc.sql(
                        """
                        insert into user_import (organization_id, id, operator_id, content, encoding, created_at,
                            expires_at)
                        values (?, ?, ?, ?, nullif(?, ''), ?, ?)
                        """)
                .params(
                        organization.value(),
                        key.id(),
                        operator.value(),
                        file.content(),
                        file.encoding().map(Enum::name).orElse(""),
                        now,
                        now.plus(KEPT))
                .update();
        return key;
    }

    Optional<Kept> find(Key key) {
        return find(key, "");
    }

    /** As {@link #find}; whoever else wants to carry it out waits until this transaction ends. */
    Optional<Kept> lock(Key key) {
        return find(key, "for update");
    }

    private Optional<Kept> find(Key key, String lock) {
        return jdbc.sql(
                        """
                        select organization_id, id, operator_id, content, encoding, imported_at, created_users, already_there,
                            refused_lines, refused
                        from user_import
                        where organization_id = ? and id = ? and operator_id = ? and expires_at > ? %s
                        """
                                .formatted(lock))
                .params(
                        key.organization().value(),
                        key.id(),
                        key.operator().value(),
                        OffsetDateTime.now(clock))
                .query(
                        Asked.key("organization_id", key.organization())
                                .and("id", key.id())
                                .and("operator_id", key.operator())
                                .answers(ImportStore::read))
                .optional();
    }

    private static Kept read(ResultSet row, int number) throws SQLException {
        return row.getTimestamp("imported_at") == null
                ? new Kept(
                        new ImportFile(
                                row.getBytes("content"),
                                Optional.ofNullable(row.getString("encoding"))
                                        .flatMap(CsvEncoding::named)),
                        null)
                : new Kept(
                        null,
                        new Outcome(
                                row.getInt("created_users"),
                                row.getInt("already_there"),
                                row.getInt("refused_lines"),
                                row.getBytes("refused")));
    }

    void done(Key key, Outcome outcome) {
        jdbc.sql(
                        """
                        update user_import set content = null, imported_at = ?, created_users = ?, already_there = ?,
                            refused_lines = ?, refused = ?
                        where organization_id = ? and id = ?
                        """)
                .params(
                        OffsetDateTime.now(clock),
                        outcome.created(),
                        outcome.alreadyThere(),
                        outcome.refused(),
                        outcome.refusedCsv(),
                        key.organization().value(),
                        key.id())
                .update();
    }

    /** Forgets a file that was not imported; false where there is none. */
    boolean forget(Key key) {
        return jdbc.sql(
                                """
                                delete from user_import
                                where organization_id = ? and id = ? and operator_id = ? and imported_at is null
                                """)
                        .params(key.organization().value(), key.id(), key.operator().value())
                        .update()
                > 0;
    }

    void sweep() {
        jdbc.sql("delete from user_import where expires_at < ?")
                .param(OffsetDateTime.now(clock))
                .update();
    }
}
