package dev.latchkey.imports;

import dev.latchkey.audit.AuditContext;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The imports that a job carries out, each for the operator who uploaded it and for nobody else. */
@Repository
class LargeImportStore {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int LISTED = 10;

    private final JdbcClient jdbc;
    private final Clock clock;

    LargeImportStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Who confirmed an import.
     *
     * @param request of the customer on which they worked; empty where there was none
     * @param address of the network from which they did
     */
    record Confirmed(String actor, String request, String address) {
        /** Does a part of it, of which each record says so. */
        void doing(Runnable work) {
            SupportRequestId.parse(request).ifPresent(AuditContext::workOn);
            try {
                AuditContext.onBehalfOf(address, work);
            } finally {
                AuditContext.clear();
            }
        }
    }

    /** An import whose lines are there. */
    void begin(ImportStore.Key key, LineLoader.Loaded loaded) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        jdbc.sql(
                        """
                        insert into large_import (organization_id, id, operator_id, state, ignored, lines, batches,
                            created_at, expires_at)
                        values (?, ?, ?, 'JUDGING', ?, ?, ?, ?, ?)
                        """)
                .params(
                        key.organization().value(),
                        key.id(),
                        key.operator().value(),
                        String.join("\n", loaded.ignored()),
                        loaded.lines(),
                        loaded.batches(),
                        now,
                        now.plus(KEPT))
                .update();
    }

    Optional<LargeImport> find(ImportStore.Key key) {
        return find(key, "");
    }

    /** As {@link #find}; whoever else wants to do something with it waits until this transaction ends. */
    Optional<LargeImport> lock(ImportStore.Key key) {
        return find(key, "for update");
    }

    /** An operator's own, the newest first. */
    List<LargeImport> of(OperatorId operator, OrganizationId organization) {
        return jdbc.sql(
                        """
                        select * from large_import
                        where organization_id = ? and operator_id = ? and (expires_at > ? or state = 'RUNNING')
                        order by created_at desc limit ?
                        """)
                .params(organization.value(), operator.value(), OffsetDateTime.now(clock), LISTED)
                .query(
                        Asked.key("organization_id", organization)
                                .and("operator_id", operator)
                                .answers((row, number) ->
                                        read(
                                                new ImportStore.Key(
                                                        organization,
                                                        row.getObject("id", UUID.class),
                                                        operator),
                                                row)))
                .list();
    }

    private Optional<LargeImport> find(ImportStore.Key key, String lock) {
        return jdbc.sql(
                        """
                        select * from large_import
                        where organization_id = ? and id = ? and operator_id = ?
                          and (expires_at > ? or state = 'RUNNING') %s
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
                                .answers((row, number) -> read(key, row)))
                .optional();
    }

    private static LargeImport read(ImportStore.Key key, ResultSet row) throws SQLException {
        String ignored = row.getString("ignored");
        return new LargeImport(
                key,
                LargeImport.State.valueOf(row.getString("state")),
                ignored.isEmpty() ? List.of() : List.of(ignored.split("\n")),
                row.getInt("lines"),
                row.getInt("batches"),
                row.getInt("next_batch"),
                row.getInt("lines_done"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                new LargeImport.Foreseen(
                        row.getInt("newcomers"), row.getInt("present"), row.getInt("refused")),
                new LargeImport.Made(
                        row.getInt("created"), row.getInt("admins"), row.getInt("left_out")));
    }

    /** A batch more is judged. */
    void judged(LargeImport now, int lines, LargeImport.Foreseen more) {
        jdbc.sql(
                        """
                        update large_import set next_batch = next_batch + 1, lines_done = lines_done + ?,
                            newcomers = newcomers + ?, present = present + ?, refused = refused + ?
                        where organization_id = ? and id = ?
                        """)
                .params(
                        lines,
                        more.newcomers(),
                        more.present(),
                        more.refused(),
                        now.key().organization().value(),
                        now.key().id())
                .update();
    }

    /** A batch more is carried out. */
    void carriedOut(LargeImport now, int lines, LargeImport.Made more) {
        jdbc.sql(
                        """
                        update large_import set next_batch = next_batch + 1, lines_done = lines_done + ?,
                            created = created + ?, admins = admins + ?, left_out = left_out + ?
                        where organization_id = ? and id = ?
                        """)
                .params(
                        lines,
                        more.created(),
                        more.admins(),
                        more.leftOut(),
                        now.key().organization().value(),
                        now.key().id())
                .update();
    }

    void ready(LargeImport now) {
        jdbc.sql(
                        """
                        update large_import set state = 'READY', next_batch = 0, lines_done = 0
                        where organization_id = ? and id = ?
                        """)
                .params(now.key().organization().value(), now.key().id())
                .update();
    }

    void confirmed(ImportStore.Key key, Confirmed by) {
        jdbc.sql(
                        """
                        update large_import set state = 'RUNNING', actor_name = :actor, request = :request,
                            address = :address
                        where organization_id = :organization and id = :id
                        """)
                .param("actor", by.actor())
                .param("request", by.request())
                .param("address", by.address())
                .param("organization", key.organization().value())
                .param("id", key.id())
                .update();
    }

    Confirmed confirmed(LargeImport running) {
        return jdbc.sql(
                        """
                        select organization_id, id, actor_name, request, address from large_import
                        where organization_id = ? and id = ?
                        """)
                .params(running.key().organization().value(), running.key().id())
                .query(
                        Asked.key("organization_id", running.key().organization())
                                .and("id", running.key().id())
                                .answers((row, number) ->
                                        new Confirmed(
                                                row.getString("actor_name"),
                                                row.getString("request"),
                                                row.getString("address"))))
                .single();
    }

    /** Its outcome is kept for a day. */
    void ended(LargeImport now, LargeImport.State state) {
        jdbc.sql(
                        """
                        update large_import set state = ?, expires_at = ? where organization_id = ? and id = ?
                        """)
                .params(
                        state.name(),
                        OffsetDateTime.now(clock).plus(KEPT),
                        now.key().organization().value(),
                        now.key().id())
                .update();
    }

    /** Forgets one of which nothing was carried out; false where there is none. */
    boolean forget(ImportStore.Key key) {
        boolean there =
                jdbc.sql(
                                        """
                                        delete from large_import where organization_id = ? and id = ? and operator_id = ?
                                          and state in ('JUDGING', 'READY')
                                        """)
                                .params(
                                        key.organization().value(),
                                        key.id(),
                                        key.operator().value())
                                .update()
                        > 0;
        if (there) {
            for (String table : List.of("large_import_line", "large_import_verdict")) {
                jdbc.sql(
                                "delete from %s where organization_id = ? and import_id = ?"
                                        .formatted(table))
                        .params(key.organization().value(), key.id())
                        .update();
            }
        }
        return there;
    }

    /** Removes those that have expired; running ones continue. */
    void sweep() {
        jdbc.sql(
                        """
                        with gone as (
                            delete from large_import where expires_at < ? and state <> 'RUNNING'
                            returning organization_id, id),
                        lines as (
                            delete from large_import_line l using gone g
                            where l.organization_id = g.organization_id and l.import_id = g.id)
                        delete from large_import_verdict v using gone g
                        where v.organization_id = g.organization_id and v.import_id = g.id
                        """)
                .param(OffsetDateTime.now(clock))
                .update();
    }
}
