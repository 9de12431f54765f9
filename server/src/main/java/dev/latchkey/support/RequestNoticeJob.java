package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.mail.Mailer;
import dev.latchkey.operators.Operator;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Mails a message to whoever was noted. The claim on a mail and the mail in the outbox are one transaction, so that none
 * is doubled and none is lost.
 */
@Component
class RequestNoticeJob {
    private final JdbcClient jdbc;
    private final Directory directory;
    private final Operators operators;
    private final Mailer mailer;
    private final LatchkeySettings settings;
    private final Clock clock;

    RequestNoticeJob(
            JdbcClient jdbc,
            Directory directory,
            Operators operators,
            Mailer mailer,
            LatchkeySettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.operators = operators;
        this.mailer = mailer;
        this.settings = settings;
        this.clock = clock;
    }

    /** A mail to send. */
    private record Notice(
            OrganizationId organization,
            SupportRequestId request,
            String subject,
            Actor author,
            String text,
            UUID message,
            String recipient) {}

    @Transactional
    public void send(UUID message) {
        for (Notice notice : unclaimed(message)) {
            if (claim(notice)) {
                deliver(notice);
            }
        }
    }

    private List<Notice> unclaimed(UUID message) {
        return jdbc.sql(
                        """
                        select e.*, r.subject, m.recipient_id from support_mail m
                        join support_entry e on e.organization_id = m.organization_id and e.id = m.entry_id
                        join support_request r on r.organization_id = e.organization_id and r.id = e.request_id
                        where m.entry_id = ? and m.claimed_at is null
                        """)
                .param(message)
                .query(RequestNoticeJob::read)
                .list();
    }

    private boolean claim(Notice notice) {
        return mark(notice, "claimed_at") == 1;
    }

    private int mark(Notice notice, String column) {
        return jdbc.sql(
                        """
                        update support_mail set %1$s = ?
                        where organization_id = ? and entry_id = ? and recipient_id = ? and %1$s is null
                        """
                                .formatted(column))
                .params(
                        Timestamp.from(clock.instant()),
                        notice.organization().value(),
                        notice.message(),
                        notice.recipient())
                .update();
    }

    private void deliver(Notice notice) {
        Optional<EmailAddress> to = address(notice);
        if (to.isPresent()) {
            mailer.send(to.get(), "Re: " + notice.subject(), text(notice));
            mark(notice, "sent_at");
        }
    }

    /** Where to, if they may still see the request now. */
    private Optional<EmailAddress> address(Notice notice) {
        Optional<String> user =
                UserId.parse(notice.recipient())
                        .flatMap(id -> directory.user(notice.organization(), id))
                        .filter(found -> found.active() && found.admin())
                        .map(User::email);
        return user.or(() ->
                        OperatorId.parse(notice.recipient())
                                .flatMap(operators::find)
                                .filter(Operator::active)
                                .map(Operator::email))
                .flatMap(EmailAddress::parse);
    }

    private String text(Notice notice) {
        return notice.author().name()
                + " wrote about “"
                + notice.subject()
                + "”:\n\n"
                + notice.text()
                + "\n\nRead everything and answer here:\n"
                + settings.baseUrl()
                + path(notice)
                + "\n\nReplies to this mail are not read.\n";
    }

    private static String path(Notice notice) {
        return OperatorId.parse(notice.recipient()).isPresent()
                ? Paths.operator(notice.organization(), notice.request())
                : Paths.customer(notice.request());
    }

    private static Notice read(ResultSet row, int number) throws SQLException {
        return new Notice(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new SupportRequestId(row.getObject("request_id", UUID.class)),
                row.getString("subject"),
                new Actor(
                        Actor.Kind.valueOf(row.getString("author_kind")),
                        row.getString("author_id"),
                        row.getString("author_name")),
                row.getString("text"),
                row.getObject("id", UUID.class),
                row.getString("recipient_id"));
    }
}
