package dev.latchkey.mail;

import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.MailId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The mails between their writing and their end, and how the mail server does. A mail is claimed before it is sent. */
@Repository
class OutboxStore {
    /** Longer than any mail takes: what was claimed before is nobody's any more. */
    private static final Duration LONGEST_SENDING = Duration.ofMinutes(3);

    /** How long it can be seen that a mail did not go. */
    private static final Duration SHOWN = Duration.ofDays(30);

    /** Where the texts are, sealed. */
    static final SealedColumn SEALED =
            new SealedColumn(
                    "outgoing_mail",
                    "text",
                    "mails that wait",
                    false,
                    List.of(new SealedColumn.KeyColumn("id", "uuid")));

    private final JdbcClient jdbc;
    private final SecretBox box;

    OutboxStore(JdbcClient jdbc, SecretBox box) {
        this.jdbc = jdbc;
        this.box = box;
    }

    /**
     * A mail that the caller alone may send.
     *
     * @param text sealed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, opened at once
    record Claimed(MailId id, UUID claim, String recipient, String subject, byte[] text) {}

    void add(EmailAddress to, String subject, String text, Instant now, Instant until) {
        jdbc.sql(
                        """
                        insert into outgoing_mail (id, recipient, recipient_key, subject, text, state, created_at,
                            expires_at, due_at)
                        values (:id, :recipient, :key, :subject, :text, 'WAITING', :now, :until, :now)
                        """)
                .param("id", MailId.next().value())
                .param("recipient", to.value())
                .param("key", to.key())
                .param("subject", subject.replace("\u0000", ""))
                .param("text", box.seal(SEALED, text.getBytes(StandardCharsets.UTF_8)))
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .update();
    }

    /**
     * Takes the next mail for the caller alone. What one person gets comes in the order in which it was written, except
     * behind a mail that was put off; one of theirs is under way at a time.
     */
    Optional<Claimed> claim(Instant now) {
        UUID claim = UUID.randomUUID();
        return jdbc.sql(
                        """
                        update outgoing_mail set state = 'SENDING', claim = :claim, claimed_at = :now
                        where id = (
                            select id from outgoing_mail m
                            where state = 'WAITING' and due_at <= :now and expires_at > :now
                              and not exists (select 1 from outgoing_mail o where o.recipient_key = m.recipient_key
                                  and o.position < m.position
                                  and (o.state in ('SENDING', 'HANDED_OVER')
                                       or (o.state = 'WAITING' and o.due_at <= :now and o.expires_at > :now)))
                            order by due_at, position limit 1 for update skip locked)
                          and state = 'WAITING'
                        returning id, claim, recipient, subject, text
                        """)
                .param("claim", claim)
                .param("now", Timestamp.from(now))
                .query(
                        Asked.key("claim", claim)
                                .answers((row, number) ->
                                        new Claimed(
                                                new MailId(row.getObject("id", UUID.class)),
                                                claim,
                                                row.getString("recipient"),
                                                row.getString("subject"),
                                                row.getBytes("text"))))
                .optional();
    }

    /** The text; refused where it does not open. */
    Result<String> open(Claimed mail) {
        return switch (box.open(mail.text())) {
            case Result.Ok<byte[]>(byte[] text) ->
                    Result.ok(new String(text, StandardCharsets.UTF_8));
            case Result.Refused<byte[]>(List<Problem> problems) -> new Result.Refused<>(problems);
        };
    }

    /** Notes that the mail server gets the whole of it now; false where it is no longer the caller's to send. */
    boolean handOver(Claimed mail) {
        return jdbc.sql(
                                """
                                update outgoing_mail set state = 'HANDED_OVER'
                                where id = ? and claim = ? and state = 'SENDING'
                                """)
                        .params(mail.id().value(), mail.claim())
                        .update()
                == 1;
    }

    /** It went, and so does all that it said. */
    void sent(Claimed mail) {
        jdbc.sql("delete from outgoing_mail where id = ? and claim = ?")
                .params(mail.id().value(), mail.claim())
                .update();
    }

    /** Sets it aside; an operator may have it sent again. */
    void setAside(Claimed mail, MailItem.State state, String why, Instant now) {
        jdbc.sql(
                        """
                        update outgoing_mail set state = ?, problem = ?, settled_at = ?, claim = null, claimed_at = null
                        where id = ? and claim = ?
                        """)
                .params(state.name(), why, Timestamp.from(now), mail.id().value(), mail.claim())
                .update();
    }

    /** Gives it back, since it did not go, through no fault of its own. */
    void release(Claimed mail) {
        jdbc.sql(
                        """
                        update outgoing_mail set state = 'WAITING', claim = null, claimed_at = null
                        where id = ? and claim = ?
                        """)
                .params(mail.id().value(), mail.claim())
                .update();
    }

    /** Puts it off since the server asked for that, and returns how often that has happened to it. */
    int putOff(Claimed mail, String why, Instant now) {
        return jdbc.sql(
                        """
                        update outgoing_mail set state = 'WAITING', claim = null, claimed_at = null, problem = ?,
                            tries = tries + 1, due_at = ?::timestamptz + make_interval(mins => (2 ^ least(tries, 8))::int)
                        where id = ? and claim = ? returning tries
                        """)
                .params(why, Timestamp.from(now), mail.id().value(), mail.claim())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /**
     * Puts it behind the others since the line broke in the middle of it, and returns how often that has happened while
     * others went.
     */
    int broke(Claimed mail, String why, Instant now) {
        return jdbc.sql(
                        """
                        update outgoing_mail set state = 'WAITING', claim = null, claimed_at = null, problem = :why,
                            breaks = breaks + 1, broke_at = :now,
                            breaks_alone = breaks_alone
                                + case when broke_at < (select last_sent_at from mail_server) then 1 else 0 end,
                            due_at = :now::timestamptz + make_interval(secs => least(300, 15 * 2 ^ least(breaks, 8)))
                        where id = :id and claim = :claim returning breaks_alone
                        """)
                .param("why", why)
                .param("now", Timestamp.from(now))
                .param("id", mail.id().value())
                .param("claim", mail.claim())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /** Sets aside a mail that was put off too often. */
    void giveUp(MailId id, String why, Instant now) {
        jdbc.sql(
                        """
                        update outgoing_mail set state = 'REFUSED', problem = ?, settled_at = ?
                        where id = ? and state = 'WAITING'
                        """)
                .params(why, Timestamp.from(now), id.value())
                .update();
    }

    /**
     * What a sender that died had claimed: before it was handed over it surely did not go, and is given back; after
     * that nobody knows, and it does not go again by itself.
     */
    void abandon(Instant now) {
        jdbc.sql(
                        """
                        update outgoing_mail set
                            state = case when state = 'SENDING' then 'WAITING' else 'UNSURE' end,
                            settled_at = case when state = 'SENDING' then null else :now::timestamptz end,
                            problem = case when state = 'SENDING' then problem
                                else :stopped end,
                            claim = null, claimed_at = null
                        where state in ('SENDING', 'HANDED_OVER') and claimed_at < :before
                        """)
                .param("stopped", "The server stopped while this mail was being sent.")
                .param("now", Timestamp.from(now))
                .param("before", Timestamp.from(now.minus(LONGEST_SENDING)))
                .update();
    }

    /** Ends what has expired, and forgets what was shown long enough. */
    void sweep(Instant now) {
        jdbc.sql(
                        """
                        update outgoing_mail set text = null,
                            settled_at = coalesce(settled_at, :now::timestamptz),
                            problem = case when state = 'WAITING'
                                then :late || coalesce(' ' || problem, '') else problem end,
                            state = case when state = 'WAITING' then 'EXPIRED' else state end
                        where text is not null and expires_at <= :now and state in ('WAITING', 'REFUSED', 'UNSURE')
                        """)
                .param("late", "This mail expired before it could be sent.")
                .param("now", Timestamp.from(now))
                .update();
        jdbc.sql("delete from outgoing_mail where settled_at < ?")
                .param(Timestamp.from(now.minus(SHOWN)))
                .update();
    }

    MailServerState server() {
        return jdbc.sql("select * from mail_server")
                .query((row, number) ->
                        new MailServerState(
                                row.getInt("failures"),
                                instant(row, "away_since"),
                                instant(row, "retry_at"),
                                row.getString("problem"),
                                instant(row, "last_sent_at")))
                .single();
    }

    void well(Instant now) {
        jdbc.sql(
                        """
                        update mail_server set failures = 0, away_since = null, retry_at = null, problem = null,
                            last_sent_at = ?
                        """)
                .param(Timestamp.from(now))
                .update();
    }

    void away(String why, Instant now, Instant retry) {
        jdbc.sql(
                        """
                        update mail_server set failures = failures + 1, away_since = coalesce(away_since, ?), retry_at = ?,
                            problem = ?
                        """)
                .params(Timestamp.from(now), Timestamp.from(retry), why)
                .update();
    }

    /** The next try is at once. */
    void tryServerNow() {
        jdbc.sql("update mail_server set retry_at = null").update();
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
