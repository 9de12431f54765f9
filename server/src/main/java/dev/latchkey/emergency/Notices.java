package dev.latchkey.emergency;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts mails to all admins of the organization, and to the emergency admin it is about, in the caller's transaction.
 */
@Component
class Notices {
    private final JdbcClient jdbc;
    private final Directory directory;
    private final Scheduler scheduler;

    Notices(JdbcClient jdbc, Directory directory, Scheduler scheduler) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.scheduler = scheduler;
    }

    /** Fails outside a transaction; sent when it has committed. */
    @Transactional(propagation = Propagation.MANDATORY)
    void announce(Notice.Kind kind, User about, Instant at, @Nullable String ip, int codesLeft) {
        UUID event = Sid.newUuid();
        jdbc.sql(
                        """
                        insert into emergency_notice (organization_id, event_id, recipient_id, kind, about_id, at, ip,
                            codes_left)
                        select :organization, :event, n.id::uuid, :kind, :about, :at, :ip, :left
                        from unnest(:recipients) as n (id)
                        """)
                .param("organization", about.organization().value())
                .param("event", event)
                .param("kind", kind.name())
                .param("about", about.id().value())
                .param("at", Timestamp.from(at))
                .param("ip", ip)
                .param("left", codesLeft)
                .param("recipients", recipients(about))
                .update();
        scheduler.schedule(
                NoticeJob.TASK
                        .instance(event.toString())
                        .data(about.organization().toString())
                        .scheduledTo(at));
    }

    private String[] recipients(User about) {
        Stream<UserId> admins = directory.admins(about.organization()).stream().map(User::id);
        return Stream.concat(admins, Stream.of(about.id()))
                .distinct()
                .map(id -> id.value().toString())
                .toArray(String[]::new);
    }
}
