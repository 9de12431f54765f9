package dev.latchkey.told;

import dev.latchkey.mail.Mailer;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Sid;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mails each thing at once while there are few; the rest goes to its reader in one mail every ten
 * minutes. So nothing is left out, and nobody's mailbox is flooded by somebody's hundred clicks.
 */
@Component
class ToldPost {
    static final Duration EVERY = Duration.ofMinutes(10);
    static final int AT_ONCE = 20;
    private static final Duration WITHIN = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int MOST_LINES = 40;
    private static final int MOST_RECIPIENTS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(ToldPost.class);

    private final JdbcClient jdbc;
    private final Mailer mailer;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ToldPost(JdbcClient jdbc, Mailer mailer, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.mailer = mailer;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What somebody reads. */
    record Letter(String subject, String text) {}

    private record Line(UUID id, String recipient, Letter letter, Instant at) {}

    /** Whether there is any mail at all; without it the audit log alone tells. */
    boolean open() {
        return mailer.configured();
    }

    /** In the transaction of what is told. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(@Nullable OrganizationId organization, String address, Letter letter) {
        EmailAddress recipient = EmailAddress.parse(address).orElse(null);
        if (recipient == null) {
            LOG.warn("Somebody without a usable address could not be told of a change");
            return;
        }
        boolean now = sentLately(recipient) < AT_ONCE && sent(recipient, letter);
        jdbc.sql(
                        """
                        insert into told_line (id, organization_id, recipient, recipient_key, subject, text, at, mailed_at)
                        values (:id, :org, :recipient, :key, :subject, :text, :at,
                            case when :now then cast(:at as timestamptz) end)
                        """)
                .param("id", Sid.newUuid())
                .param("org", organization == null ? null : organization.value())
                .param("recipient", recipient.value())
                .param("key", recipient.key())
                .param("subject", letter.subject())
                .param("text", letter.text())
                .param("at", Timestamp.from(clock.instant()))
                .param("now", now)
                .update();
    }

    private int sentLately(EmailAddress recipient) {
        return jdbc.sql("select count(*) from told_line where recipient_key = ? and at > ?")
                .params(recipient.key(), Timestamp.from(clock.instant().minus(WITHIN)))
                .query(Integer.class)
                .single();
    }

    /** From here on the outbox sees to it. */
    private boolean sent(EmailAddress recipient, Letter letter) {
        mailer.send(recipient, letter.subject(), letter.text());
        return true;
    }

    /** Mails what waits, one mail for each reader, and forgets what was mailed a day ago. */
    void sweep() {
        jdbc.sql("delete from told_line where mailed_at < ?")
                .param(Timestamp.from(clock.instant().minus(KEPT)))
                .update();
        if (open()) {
            jdbc.sql(
                            """
                            select recipient_key from told_line where mailed_at is null
                            group by recipient_key order by min(at) limit ?
                            """)
                    .param(MOST_RECIPIENTS)
                    .query(String.class)
                    .list()
                    .forEach(key ->
                            transaction.executeWithoutResult(status -> {
                                if (!sweep(key)) {
                                    status.setRollbackOnly();
                                }
                            }));
        }
    }

    private boolean sweep(String recipient) {
        List<Line> lines =
                jdbc
                        .sql(
                                """
                                update told_line set mailed_at = :now where recipient_key = :key and mailed_at is null
                                returning id, recipient, subject, text, at
                                """)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("key", recipient)
                        .query((row, number) ->
                                new Line(
                                        row.getObject("id", UUID.class),
                                        row.getString("recipient"),
                                        new Letter(row.getString("subject"), row.getString("text")),
                                        row.getTimestamp("at").toInstant()))
                        .list()
                        .stream()
                        .sorted(Comparator.comparing(Line::at).thenComparing(Line::id))
                        .toList();
        return lines.isEmpty()
                || sent(new EmailAddress(lines.getFirst().recipient()), together(lines));
    }

    private static Letter together(List<Line> lines) {
        if (lines.size() == 1) {
            return lines.getFirst().letter();
        }
        String shown =
                lines.stream()
                        .limit(MOST_LINES)
                        .map(each -> each.letter().subject() + "\n\n" + each.letter().text())
                        .collect(Collectors.joining("\n----\n\n"));
        int more = lines.size() - MOST_LINES;
        return new Letter(
                lines.size() + " changes",
                more > 0 ? shown + "\n----\n\nAnd " + more + " more; see the audit log.\n" : shown);
    }
}
