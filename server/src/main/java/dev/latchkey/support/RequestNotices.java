package dev.latchkey.support;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.latchkey.audit.Actor;
import dev.latchkey.mail.Mailer;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Notes who will be told about a message, in the transaction that writes it; mails are sent after the commit.
 */
@Component
class RequestNotices {
    static final String TASK = "support-mail";

    private final JdbcClient jdbc;
    private final Scheduler scheduler;
    private final Mailer mailer;
    private final Clock clock;

    RequestNotices(JdbcClient jdbc, Scheduler scheduler, Mailer mailer, Clock clock) {
        this.jdbc = jdbc;
        this.scheduler = scheduler;
        this.mailer = mailer;
        this.clock = clock;
    }

    void announce(Actor author, SupportRequest request, UUID message) {
        List<String> recipients =
                author.kind() == Actor.Kind.USER ? owner(request) : customers(request);
        if (recipients.isEmpty() || !mailer.configured()) {
            return;
        }
        recipients.forEach(recipient ->
                jdbc.sql(
                                """
                                insert into support_mail (organization_id, entry_id, recipient_id)
                                values (?, ?, ?)
                                """)
                        .params(request.organization().value(), message, recipient)
                        .update());
        scheduler.schedule(new TaskInstance<>(TASK, message.toString()), clock.instant());
    }

    private static List<String> owner(SupportRequest request) {
        return request.owner() == null ? List.of() : List.of(request.owner().id().toString());
    }

    /** Everybody on the customer's side who opened it or has written in it. */
    private List<String> customers(SupportRequest request) {
        return jdbc.sql(
                        """
                        select distinct author_id from support_entry
                        where organization_id = ? and request_id = ? and kind = 'MESSAGE' and author_kind = 'USER'
                            and author_id is not null
                        """)
                .params(request.organization().value(), request.id().value())
                .query(String.class)
                .list();
    }
}
