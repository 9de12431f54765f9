package dev.latchkey.review;

import dev.latchkey.csv.CsvFormat;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.TransactionLock;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The lists of the IdPs' users. A connection has one that counts, and at most one that waits. */
@Repository
class IdpLists {
    private static final Duration WAITS = Duration.ofDays(1);
    private static final Duration UNUSED = Duration.ofDays(90);

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    IdpLists(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** The list that counts. */
    Optional<IdpList> current(OrganizationId organization, ConnectionId connection) {
        return find(organization, connection, "state = 'READ'");
    }

    /** The one that waits for its columns, or is being read. */
    Optional<IdpList> waiting(OrganizationId organization, ConnectionId connection) {
        return find(organization, connection, "state in ('UPLOADED', 'READING')");
    }

    private Optional<IdpList> find(
            OrganizationId organization, ConnectionId connection, String condition) {
        return jdbc.sql(
                        """
                        select * from idp_list where organization_id = ? and connection_id = ? and %s
                        order by uploaded_at desc limit 1
                        """
                                .formatted(condition))
                .params(organization.value(), connection.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("connection_id", connection)
                                .answers(this::read))
                .optional();
    }

    Optional<IdpList> find(OrganizationId organization, UUID id) {
        return jdbc.sql("select * from idp_list where organization_id = ? and id = ?")
                .params(organization.value(), id)
                .query(Asked.key("organization_id", organization).and("id", id).answers(this::read))
                .optional();
    }

    /** As {@link #find}; whoever else wants to change it waits until this transaction ends. */
    Optional<IdpList> lock(OrganizationId organization, UUID id) {
        return jdbc.sql("select * from idp_list where organization_id = ? and id = ? for update")
                .params(organization.value(), id)
                .query(Asked.key("organization_id", organization).and("id", id).answers(this::read))
                .optional();
    }

    UUID begin(
            OrganizationId organization,
            ConnectionId connection,
            String fileName,
            FileHead head,
            @Nullable Source source,
            String by) {
        UUID id = Sid.newUuid();
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql(
                        """
                        insert into idp_list (organization_id, id, connection_id, state, file_name, bytes, charset,
                            separator, source, uploaded_at, uploaded_by, used_at)
                        values (:org, :id, :connection, 'UPLOADED', :name, 0, :charset, :separator, :source, :now, :by,
                            :now)
                        """)
                .param("org", organization.value())
                .param("id", id)
                .param("connection", connection.value())
                .param("name", fileName)
                .param("charset", head.format().charset().name() + ":0")
                .param("separator", String.valueOf(head.format().separator()))
                .param("source", source == null ? null : source.name())
                .param("now", now)
                .param("by", by)
                .update();
        return id;
    }

    void sized(OrganizationId organization, UUID id, long bytes) {
        jdbc.sql("update idp_list set bytes = ? where organization_id = ? and id = ?")
                .params(bytes, organization.value(), id)
                .update();
    }

    void reading(OrganizationId organization, UUID id, Columns columns) {
        jdbc.sql(
                        """
                        update idp_list set state = 'READING', choice = ?::jsonb, refusal = null, refusal_detail = null
                        where organization_id = ? and id = ?
                        """)
                .params(json.writeValueAsString(columns), organization.value(), id)
                .update();
    }

    /** It waits again, so that other columns can be chosen. The list that counted still does. */
    @Transactional
    public void refused(OrganizationId organization, UUID id, ReviewError error, String detail) {
        jdbc.sql(
                        """
                        update idp_list set state = 'UPLOADED', refusal = ?, refusal_detail = ?
                        where organization_id = ? and id = ? and state = 'READING'
                        """)
                .params(error.name(), detail, organization.value(), id)
                .update();
    }

    /** It takes the place of the list that was there. */
    void taken(IdpList list, long users, long refusedLines) {
        jdbc.sql(
                        """
                        update idp_list set state = 'REPLACED'
                        where organization_id = ? and connection_id = ? and state = 'READ'
                        """)
                .params(list.organization().value(), list.connection().value())
                .update();
        jdbc.sql(
                        """
                        update idp_list set state = 'READ', read_at = :now, used_at = :now, users = :users,
                            refused_lines = :refused
                        where organization_id = :org and id = :id
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("users", users)
                .param("refused", refusedLines)
                .param("org", list.organization().value())
                .param("id", list.id())
                .update();
        dropParts(list.organization(), list.id());
    }

    private void dropParts(OrganizationId organization, UUID id) {
        jdbc.sql("delete from idp_list_part where organization_id = ? and list_id = ?")
                .params(organization.value(), id)
                .update();
    }

    /** Forgets files that wait for this connection; false where none does. */
    boolean discard(OrganizationId organization, ConnectionId connection) {
        return discardBut(organization, connection, new UUID(0, 0));
    }

    private boolean discardBut(OrganizationId organization, ConnectionId connection, UUID kept) {
        jdbc.sql(
                        """
                        delete from idp_list_part where organization_id = :org and list_id in (
                            select id from idp_list where organization_id = :org and connection_id = :connection
                              and state in ('UPLOADED', 'READING') and id <> :kept)
                        """)
                .param("org", organization.value())
                .param("connection", connection.value())
                .param("kept", kept)
                .update();
        return jdbc.sql(
                                """
                                delete from idp_list
                                where organization_id = ? and connection_id = ? and state in ('UPLOADED', 'READING')
                                  and id <> ?
                                """)
                        .params(organization.value(), connection.value(), kept)
                        .update()
                > 0;
    }

    /**
     * Of files that arrive at the same time, the last one stays. Held until the transaction ends: whoever comes next sees
     * what this one has kept.
     */
    void keepOnly(OrganizationId organization, ConnectionId connection, UUID list) {
        TransactionLock.take(jdbc, "idp-list", connection.value().toString());
        discardBut(organization, connection, list);
    }

    /** The list no longer counts; the sweep removes its rows. */
    boolean remove(OrganizationId organization, ConnectionId connection) {
        return jdbc.sql(
                                """
                                update idp_list set state = 'REPLACED'
                                where organization_id = ? and connection_id = ? and state = 'READ'
                                """)
                        .params(organization.value(), connection.value())
                        .update()
                > 0;
    }

    void used(OrganizationId organization, UUID id) {
        jdbc.sql("update idp_list set used_at = ? where organization_id = ? and id = ?")
                .params(Timestamp.from(clock.instant()), organization.value(), id)
                .update();
    }

    /** Removes what nobody needs: replaced lists, unused ones, files that waited too long. */
    @Transactional
    public void sweep() {
        Instant now = clock.instant();
        List<UUID> gone =
                jdbc.sql(
                                """
                                select id from idp_list
                                where state = 'REPLACED' or (state = 'READ' and used_at < ?)
                                   or (state in ('UPLOADED', 'READING') and uploaded_at < ?)
                                for update skip locked
                                """)
                        .params(Timestamp.from(now.minus(UNUSED)), Timestamp.from(now.minus(WAITS)))
                        .query(UUID.class)
                        .list();
        UUID[] ids = gone.toArray(UUID[]::new);
        Stream.of("idp_entry", "idp_refused_line", "idp_list_part")
                .forEach(table ->
                        jdbc.sql(
                                        "delete from "
                                                + table
                                                + " where list_id = any(:ids)"
                                                + " and organization_id in (select organization_id from idp_list where id = any(:ids))")
                                .param("ids", ids)
                                .update());
        jdbc.sql("delete from idp_list where id = any(:ids)").param("ids", ids).update();
    }

    private IdpList read(ResultSet row, int number) throws SQLException {
        String charset = row.getString("charset");
        // What stands behind the colon was the length of a mark, which the reader finds itself.
        int colon = charset.indexOf(':');
        String source = row.getString("source");
        String choice = row.getString("choice");
        String refusal = row.getString("refusal");
        return new IdpList(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getObject("id", UUID.class),
                new ConnectionId(row.getObject("connection_id", UUID.class)),
                IdpList.State.valueOf(row.getString("state")),
                row.getString("file_name"),
                row.getLong("bytes"),
                new CsvFormat(
                        Charset.forName(charset.substring(0, colon)),
                        row.getString("separator").charAt(0)),
                source == null ? null : Source.valueOf(source),
                choice == null ? null : json.readValue(choice, Columns.class),
                refusal == null ? null : ReviewError.valueOf(refusal),
                row.getString("refusal_detail"),
                row.getLong("users"),
                row.getLong("refused_lines"),
                row.getTimestamp("uploaded_at").toInstant(),
                row.getString("uploaded_by"));
    }
}
