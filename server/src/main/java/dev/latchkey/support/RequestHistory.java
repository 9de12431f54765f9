package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.listing.Listing;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.SortKey;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Sid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
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
    private final Listing listing;
    private final Clock clock;

    RequestHistory(JdbcClient jdbc, Listing listing, Clock clock) {
        this.jdbc = jdbc;
        this.listing = listing;
        this.clock = clock;
    }

    /** What both sides see. */
    Part<Entry> shared(SupportRequest request, Wanted wanted) {
        return part(SHARED, request, wanted);
    }

    /** What operators see. */
    Part<Entry> withNotes(SupportRequest request, Wanted wanted) {
        return part(WITH_NOTES, request, wanted);
    }

    private Part<Entry> part(String entries, SupportRequest request, Wanted wanted) {
        return listing.part(
                new Listing.Query<>(
                        "*",
                        "from (" + entries + ") e where true",
                        Map.of(
                                "organization", request.organization().value(),
                                "request", request.id().value()),
                        List.of(SortKey.number("position")),
                        RequestHistory::read),
                wanted);
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
