package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.listing.Listing;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.SortKey;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.support.SupportRequest.Channel;
import dev.latchkey.support.SupportRequest.Kind;
import dev.latchkey.support.SupportRequest.Owner;
import dev.latchkey.support.SupportRequest.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The requests as they are stored. */
@Component
class RequestStore {
    private final JdbcClient jdbc;
    private final Listing listing;

    RequestStore(JdbcClient jdbc, Listing listing) {
        this.jdbc = jdbc;
        this.listing = listing;
    }

    Optional<SupportRequest> find(OrganizationId organization, SupportRequestId id) {
        return find(organization, id, "");
    }

    /** Changes of one request wait for one another. */
    Optional<SupportRequest> lock(OrganizationId organization, SupportRequestId id) {
        return find(organization, id, " for update");
    }

    private Optional<SupportRequest> find(
            OrganizationId organization, SupportRequestId id, String lock) {
        return jdbc.sql("select * from support_request where organization_id = ? and id = ?" + lock)
                .params(organization.value(), id.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", id)
                                .answers(RequestStore::read))
                .optional();
    }

    /** All of them, the newest first. */
    Part<SupportRequest> of(OrganizationId organization, Wanted wanted) {
        return listing.part(
                new Listing.Query<>(
                        "*",
                        "from support_request where organization_id = :organization",
                        Map.of("organization", organization.value()),
                        List.of(SortKey.time("opened_at").newestFirst(), SortKey.id("id")),
                        Asked.key("organization_id", organization).answers(RequestStore::read)),
                wanted);
    }

    /** The newest first. */
    List<SupportRequest> open(OrganizationId organization, int limit) {
        return jdbc.sql(
                        """
                        select * from support_request where organization_id = ? and closed_at is null
                        order by opened_at desc, id limit ?
                        """)
                .params(organization.value(), limit)
                .query(RequestStore::read)
                .list();
    }

    void insert(SupportRequest made) {
        jdbc.sql(
                        """
                        insert into support_request (organization_id, id, kind, state, subject, channel, opener_kind,
                                                     opener_id, opener_name, opened_at, waiting_since)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(made.organization().value())
                .param(made.id().value())
                .param(made.kind().name())
                .param(made.state().name())
                .param(made.subject())
                .param(made.channel().name())
                .param(made.opener().kind().name())
                .param(made.opener().id())
                .param(made.opener().name())
                .param(Timestamp.from(made.openedAt()))
                .param(Timestamp.from(made.openedAt()))
                .update();
    }

    void setOwner(SupportRequest request, @Nullable Owner owner) {
        jdbc.sql(
                        """
                        update support_request set owner_id = ?, owner_name = ?
                        where organization_id = ? and id = ?
                        """)
                .param(owner == null ? null : owner.id().value())
                .param(owner == null ? null : owner.name())
                .param(request.organization().value())
                .param(request.id().value())
                .update();
    }

    /** Who waits for support waits from now on, or as before where they did already and nobody answered. */
    void setState(SupportRequest request, State state, boolean answered, Instant now) {
        Instant since = request.waitingSince() == null || answered ? now : request.waitingSince();
        jdbc.sql(
                        """
                        update support_request set state = ?, waiting_since = ?, closed_at = ?
                        where organization_id = ? and id = ?
                        """)
                .param(state.name())
                .param(state == State.WAITING_FOR_SUPPORT ? Timestamp.from(since) : null)
                .param(state.open() ? null : Timestamp.from(now))
                .param(request.organization().value())
                .param(request.id().value())
                .update();
    }

    static SupportRequest read(ResultSet row, int number) throws SQLException {
        UUID owner = row.getObject("owner_id", UUID.class);
        return new SupportRequest(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new SupportRequestId(row.getObject("id", UUID.class)),
                Kind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")),
                row.getString("subject"),
                Channel.valueOf(row.getString("channel")),
                new Actor(
                        Actor.Kind.valueOf(row.getString("opener_kind")),
                        row.getString("opener_id"),
                        row.getString("opener_name")),
                owner == null
                        ? null
                        : new Owner(new OperatorId(owner), row.getString("owner_name")),
                row.getTimestamp("opened_at").toInstant(),
                instant(row.getTimestamp("waiting_since")),
                instant(row.getTimestamp("closed_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
