package dev.latchkey.emergency;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The mails that are still to be sent. */
@Repository
class NoticeStore {
    private final JdbcClient jdbc;
    private final Clock clock;

    NoticeStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The next mail of the event, for the caller alone. */
    Optional<Notice> claim(OrganizationId organization, UUID event) {
        return jdbc.sql(
                        """
                        update emergency_notice set claimed_at = :now
                        where organization_id = :organization and event_id = :event and recipient_id = (
                            select recipient_id from emergency_notice
                            where organization_id = :organization and event_id = :event and claimed_at is null
                            order by recipient_id limit 1 for update skip locked)
                        returning *
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("organization", organization.value())
                .param("event", event)
                .query(
                        Asked.key("organization_id", organization)
                                .and("event_id", event)
                                .answers(NoticeStore::read))
                .optional();
    }

    /** What was claimed; what a rival could not claim in the end stays, and it goes on with it. */
    void forget(OrganizationId organization, UUID event) {
        jdbc.sql(
                        """
                        delete from emergency_notice
                        where organization_id = ? and event_id = ? and claimed_at is not null
                        """)
                .params(organization.value(), event)
                .update();
    }

    private static Notice read(ResultSet row, int number) throws SQLException {
        return new Notice(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getObject("event_id", UUID.class),
                new UserId(row.getObject("recipient_id", UUID.class)),
                Notice.Kind.valueOf(row.getString("kind")),
                new UserId(row.getObject("about_id", UUID.class)),
                row.getTimestamp("at").toInstant(),
                row.getString("ip"),
                row.getInt("codes_left"));
    }
}
