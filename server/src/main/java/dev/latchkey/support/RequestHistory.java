package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.shared.Sid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was written about requests and what happened to them. Notes are another table than what the customer sees. */
@Component
class RequestHistory {
    private static final String SHARED =
            """
            select kind, author_kind, author_id, author_name, text, at, position from support_entry
            where organization_id = :organization and request_id = :request
            """;
    private static final String WITH_NOTES =
            SHARED
                    + """
                    union all
                    select 'NOTE', 'OPERATOR', author_id, author_name, text, at, position from support_note
                    where organization_id = :organization and request_id = :request
                    """;

    private final JdbcClient jdbc;
    private final Clock clock;

    RequestHistory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What both sides see; page 0 is the last one. */
    Page<Entry> shared(SupportRequest request, int wanted) {
        return page(SHARED, request, wanted);
    }

    /** What operators see; page 0 is the last one. */
    Page<Entry> withNotes(SupportRequest request, int wanted) {
        return page(WITH_NOTES, request, wanted);
    }

    private Page<Entry> page(String entries, SupportRequest request, int wanted) {
        long total =
                jdbc.sql("select count(*) from (" + entries + ") e")
                        .param("organization", request.organization().value())
                        .param("request", request.id().value())
                        .query(Long.class)
                        .single();
        int number = wanted == 0 ? Page.last(total) : Page.within(total, wanted);
        List<Entry> items =
                jdbc.sql(entries + " order by position limit :size offset :offset")
                        .param("organization", request.organization().value())
                        .param("request", request.id().value())
                        .param("size", Page.SIZE)
                        .param("offset", Page.offset(number))
                        .query(RequestHistory::read)
                        .list();
        return new Page<>(items, total, number);
    }

    /** Returns the id of the message. */
    UUID message(Actor author, SupportRequest request, String text) {
        return entry(author, request, Entry.Kind.MESSAGE, text);
    }

    void event(Actor author, SupportRequest request, String line) {
        entry(author, request, Entry.Kind.EVENT, line);
    }

    private UUID entry(Actor author, SupportRequest request, Entry.Kind kind, String text) {
        UUID id = Sid.newUuid();
        jdbc.sql(
                        """
                        insert into support_entry (organization_id, request_id, id, kind, author_kind, author_id,
                                                   author_name, text, at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(request.organization().value())
                .param(request.id().value())
                .param(id)
                .param(kind.name())
                .param(author.kind().name())
                .param(author.id())
                .param(author.name())
                .param(text)
                .param(Timestamp.from(clock.instant()))
                .update();
        return id;
    }

    void note(Actor author, SupportRequest request, String text) {
        jdbc.sql(
                        """
                        insert into support_note (organization_id, request_id, id, author_id, author_name, text, at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(request.organization().value())
                .param(request.id().value())
                .param(Sid.newUuid())
                .param(author.id())
                .param(author.name())
                .param(text)
                .param(Timestamp.from(clock.instant()))
                .update();
    }

    private static Entry read(ResultSet row, int number) throws SQLException {
        return new Entry(
                Entry.Kind.valueOf(row.getString("kind")),
                new Actor(
                        Actor.Kind.valueOf(row.getString("author_kind")),
                        row.getString("author_id"),
                        row.getString("author_name")),
                row.getString("text"),
                row.getTimestamp("at").toInstant());
    }
}
