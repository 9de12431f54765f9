package dev.latchkey.mail;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.shared.MailId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What operators see of the outbox, and do about it. Nobody sees what a mail says. */
@Component
class MailService {
    static final int SIZE = 50;
    private static final String WAITS = "state in ('WAITING', 'SENDING', 'HANDED_OVER')";
    private static final String DID_NOT_GO = "state in ('REFUSED', 'UNSURE', 'EXPIRED')";

    private final JdbcClient jdbc;
    private final OutboxStore store;
    private final OutboxBell bell;
    private final Audit audit;
    private final Clock clock;

    MailService(JdbcClient jdbc, OutboxStore store, OutboxBell bell, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.bell = bell;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A part of the outbox.
     *
     * @param next the last mail shown, where there are more behind it
     */
    record Part(List<MailItem> mails, @Nullable MailId next) {}

    MailServerState server() {
        return store.server();
    }

    /** What did not go and what waits, the newest first, behind the mail that was shown last. */
    Part page(boolean waiting, @Nullable MailId after) {
        List<MailItem> found =
                jdbc.sql(
                                """
                                select id, recipient, subject, state, created_at, expires_at, tries, problem,
                                    text is not null as kept
                                from outgoing_mail
                                where %s and (:after::uuid is null or id < :after::uuid)
                                order by id desc limit :most
                                """
                                        .formatted(waiting ? WAITS : DID_NOT_GO))
                        .param("after", after == null ? null : after.value())
                        .param("most", SIZE + 1)
                        .query(MailService::read)
                        .list();
        return found.size() <= SIZE
                ? new Part(found, null)
                : new Part(found.subList(0, SIZE), found.get(SIZE - 1).id());
    }

    /** Has it sent at once; false where it is gone, under way, or its text is. */
    @Transactional
    public boolean retry(Actor by, MailId id) {
        Timestamp now = Timestamp.from(clock.instant());
        int found =
                jdbc.sql(
                                """
                                update outgoing_mail set state = 'WAITING', due_at = ?, tries = 0, breaks = 0,
                                    breaks_alone = 0, broke_at = null, settled_at = null
                                where id = ? and state in ('WAITING', 'REFUSED', 'UNSURE') and text is not null
                                  and expires_at > ?
                                """)
                        .params(now, id.value(), now)
                        .update();
        if (found == 0) {
            return false;
        }
        store.tryServerNow();
        record(by, MailAction.RETRIED, id);
        bell.ringAfterCommit();
        return true;
    }

    /** Has it never sent; false where it is gone or under way. */
    @Transactional
    public boolean drop(Actor by, MailId id) {
        int found =
                jdbc.sql(
                                """
                                delete from outgoing_mail
                                where id = ? and state not in ('SENDING', 'HANDED_OVER')
                                """)
                        .param(id.value())
                        .update();
        if (found > 0) {
            record(by, MailAction.DROPPED, id);
        }
        return found > 0;
    }

    private void record(Actor by, AuditAction action, MailId id) {
        audit.record(by, null, action, "mail", id.toString(), Map.of());
    }

    private static MailItem read(ResultSet row, int number) throws SQLException {
        return new MailItem(
                new MailId(row.getObject("id", UUID.class)),
                row.getString("recipient"),
                row.getString("subject"),
                MailItem.State.valueOf(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                row.getInt("tries"),
                row.getString("problem"),
                row.getBoolean("kept"));
    }
}
