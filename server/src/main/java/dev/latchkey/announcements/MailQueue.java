package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The mails between the start of an announcement and their end. A mail is claimed before it is sent. */
@Repository
class MailQueue {
    /** The users of an approved revision, with the mail that each has or had. */
    private static final String RECIPIENTS =
            """
            from cohort_member_in(:org, :cohort, :revision) cu
            join directory_user u on u.organization_id = cu.organization_id and u.id = cu.user_id
            left join sso_disabled r on r.organization_id = cu.organization_id and r.cohort_id = cu.cohort_id
                and r.user_id = cu.user_id
            where cu.decision = 'IN' and r.user_id is null
            """;

    /** Whether a mail m that is there already does not tell the user u what is to be told. */
    private static final String ANEW =
            """
            (m.switch_at <> :at
             or (m.state in ('REFUSED', 'UNSURE') and m.email_key <> u.email_key)
             or (m.state = 'UNSENT' and u.active))
            """;

    private final JdbcClient jdbc;

    MailQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A mail that this run alone may send. */
    record Claimed(UUID claim, UserId user, String email, String name, boolean active) {}

    /**
     * Makes a mail for each user of the revision, in one statement. Whoever was told this very day for an earlier
     * revision gets no other.
     */
    void fill(Cohort cohort, int revision, Instant at, Instant now) {
        renew(cohort, revision, at, now);
        jdbc.sql(
                        """
                        insert into announcement_mail (organization_id, cohort_id, user_id, revision, email, email_key,
                            switch_at, state, due_at)
                        select cu.organization_id, cu.cohort_id, cu.user_id, :revision, u.email, u.email_key, :at,
                               case when u.active then 'PENDING' else 'UNSENT' end, :now
                        """
                                + RECIPIENTS
                                + """
                                  and not exists (select 1 from announcement_mail m where m.organization_id = :org
                                      and m.cohort_id = :cohort and m.user_id = cu.user_id)
                                order by u.email_key
                                """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", revision)
                .param("at", Timestamp.from(at))
                .param("now", Timestamp.from(now))
                .update();
    }

    private void renew(Cohort cohort, int revision, Instant at, Instant now) {
        String anew = ANEW;
        jdbc.sql(
                        """
                        update announcement_mail m set revision = :revision, switch_at = :at,
                            state = case when not %1$s then m.state when u.active then 'PENDING' else 'UNSENT' end,
                            claim = case when %1$s then null else m.claim end,
                            tries = case when %1$s then 0 else m.tries end,
                            breaks = case when %1$s then 0 else m.breaks end,
                            due_at = case when %1$s then :now else m.due_at end,
                            problem = case when %1$s then null else m.problem end,
                            acknowledged_at = case when %1$s then null else m.acknowledged_at end,
                            acknowledged_by = case when %1$s then null else m.acknowledged_by end
                        from (select cu.user_id, u.email_key, u.active %2$s) u
                        where m.organization_id = :org and m.cohort_id = :cohort and m.user_id = u.user_id
                          and (m.revision <> :revision or %1$s)
                        """
                                .formatted(anew, RECIPIENTS))
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", revision)
                .param("at", Timestamp.from(at))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** How many users of the revision a start would mail. */
    long wouldMail(Cohort cohort, int revision, @Nullable Instant at) {
        return jdbc.sql(
                        "select count(*) from (select cu.user_id, u.email_key, u.active "
                                + RECIPIENTS
                                + """
                                ) u left join announcement_mail m on m.organization_id = :org
                                    and m.cohort_id = :cohort and m.user_id = u.user_id
                                where u.active and (m.user_id is null or m.state = 'PENDING' or
                                """
                                + ANEW
                                + ")")
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", revision)
                .param("at", Timestamp.from(at == null ? Instant.EPOCH : at))
                .query(Long.class)
                .single();
    }

    /** Whether a run may be at a mail at this moment. */
    boolean busy(Cohort cohort) {
        return jdbc.sql(
                        """
                        select exists (select 1 from announcement_mail
                            where organization_id = ? and cohort_id = ? and state = 'SENDING')
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .query(Boolean.class)
                .single();
    }

    /**
     * Takes the next mails for the caller alone, to the addresses that the users have now. Empty also when the run is no
     * longer the one that is under way.
     */
    List<Claimed> claim(Announcement running, int most, Instant now) {
        List<Claimed> fresh = claim(running, most, now, true);
        return fresh.isEmpty() ? claim(running, most, now, false) : fresh;
    }

    /** Those in whose middle the line broke again and again come behind all others. */
    private List<Claimed> claim(Announcement running, int most, Instant now, boolean fresh) {
        UUID claim = UUID.randomUUID();
        return jdbc.sql(
                        """
                        with next as (
                            select user_id from announcement_mail
                            where organization_id = :org and cohort_id = :cohort and state = 'PENDING'
                              and revision = :revision and due_at <= :now and (breaks < 2) = :fresh
                            order by email_key, user_id limit :most for update skip locked)
                        update announcement_mail m set state = 'SENDING', claim = :claim, email = u.email,
                            email_key = u.email_key
                        from next join directory_user u on u.organization_id = :org and u.id = next.user_id
                        where m.organization_id = :org and m.cohort_id = :cohort and m.user_id = next.user_id
                          and exists (select 1 from announcement a where a.organization_id = :org
                              and a.cohort_id = :cohort and a.run = :run and a.state = 'SENDING')
                        returning m.claim, m.user_id, m.email, u.name, u.active
                        """)
                .param("org", running.organization().value())
                .param("cohort", running.cohort().value())
                .param("revision", running.mailed())
                .param("run", running.run())
                .param("now", Timestamp.from(now))
                .param("most", most)
                .param("fresh", fresh)
                .param("claim", claim)
                .query(Asked.key("claim", claim).answers(MailQueue::claimed))
                .list();
    }

    private static Claimed claimed(ResultSet row, int number) throws SQLException {
        return new Claimed(
                row.getObject("claim", UUID.class),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("email"),
                row.getString("name"),
                row.getBoolean("active"));
    }

    /** Notes what became of a claimed mail; nothing where somebody has decided about it since. */
    void settle(
            Announcement running,
            Claimed mail,
            MailState state,
            @Nullable String problem,
            Instant now) {
        jdbc.sql(
                        """
                        update announcement_mail set state = :state, problem = :problem, settled_at = :now,
                            claim = null
                        where organization_id = :org and cohort_id = :cohort and user_id = :user and claim = :claim
                        """)
                .param("state", state.name())
                .param("problem", problem)
                .param("now", Timestamp.from(now))
                .param("org", running.organization().value())
                .param("cohort", running.cohort().value())
                .param("user", mail.user().value())
                .param("claim", mail.claim())
                .update();
    }

    /** Gives claimed mails back that did not go. */
    void release(Announcement running, List<Claimed> mails) {
        mails.forEach(mail ->
                jdbc.sql(
                                """
                                update announcement_mail set state = 'PENDING', claim = null
                                where organization_id = ? and cohort_id = ? and user_id = ? and claim = ?
                                """)
                        .params(
                                running.organization().value(),
                                running.cohort().value(),
                                mail.user().value(),
                                mail.claim())
                        .update());
    }

    /** Puts a mail off and returns how often that has happened to it. */
    int putOff(Announcement running, Claimed mail, String problem, Instant now) {
        return jdbc.sql(
                        """
                        update announcement_mail set state = 'PENDING', claim = null, problem = ?, tries = tries + 1,
                            due_at = ?::timestamptz + make_interval(mins => (2 ^ least(tries, 8))::int)
                        where organization_id = ? and cohort_id = ? and user_id = ? and claim = ? returning tries
                        """)
                .params(
                        problem,
                        Timestamp.from(now),
                        running.organization().value(),
                        running.cohort().value(),
                        mail.user().value(),
                        mail.claim())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /** Gives a mail back in whose middle the line broke, and returns how often that has happened to it. */
    int broke(Announcement running, Claimed mail, String problem, Instant now) {
        return jdbc.sql(
                        """
                        update announcement_mail set state = 'PENDING', claim = null, problem = ?, breaks = breaks + 1,
                            due_at = ?::timestamptz + make_interval(secs => case when breaks < 1 then 0
                                else least(300, 15 * 2 ^ least(breaks, 8)) end)
                        where organization_id = ? and cohort_id = ? and user_id = ? and claim = ? returning breaks
                        """)
                .params(
                        problem,
                        Timestamp.from(now),
                        running.organization().value(),
                        running.cohort().value(),
                        mail.user().value(),
                        mail.claim())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /** Gives up a mail that was put off too often. */
    void giveUp(Announcement running, UserId user, String problem, Instant now) {
        jdbc.sql(
                        """
                        update announcement_mail set state = 'REFUSED', problem = ?, settled_at = ?
                        where organization_id = ? and cohort_id = ? and user_id = ? and state = 'PENDING'
                        """)
                .params(
                        problem,
                        Timestamp.from(now),
                        running.organization().value(),
                        running.cohort().value(),
                        user.value())
                .update();
    }

    /** What a run that died had claimed: it may have gone or not, so it does not go again. */
    int abandon(Announcement running, Instant now) {
        return jdbc.sql(
                        """
                        update announcement_mail set state = 'UNSURE', settled_at = ?,
                            problem = ?
                        where organization_id = ? and cohort_id = ? and state = 'SENDING'
                        """)
                .params(
                        Timestamp.from(now),
                        "The server stopped while this mail was being sent.",
                        running.organization().value(),
                        running.cohort().value())
                .update();
    }

    /** When the next mail that was put off is due. */
    Optional<Instant> nextDue(Announcement running) {
        return jdbc.sql(
                        """
                        select min(due_at) as due from announcement_mail
                        where organization_id = ? and cohort_id = ? and state = 'PENDING' and revision = ?
                        """)
                .params(running.organization().value(), running.cohort().value(), running.mailed())
                .query((row, number) ->
                        Optional.ofNullable(AnnouncementStore.instant(row.getTimestamp("due"))))
                .single();
    }

    /** Puts refused and unsure mails back in; of all users where none is named. */
    int again(Cohort cohort, int revision, MailState state, @Nullable UserId only, Instant now) {
        return jdbc.sql(
                        """
                        update announcement_mail set state = 'PENDING', claim = null, tries = 0, breaks = 0, due_at = :now,
                            problem = null, settled_at = null, acknowledged_at = null, acknowledged_by = null
                        where organization_id = :org and cohort_id = :cohort and revision = :revision
                          and state = :state and state in ('REFUSED', 'UNSURE')
                          and (:user::uuid is null or user_id = :user::uuid)
                        """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", revision)
                .param("state", state.name())
                .param("user", only == null ? null : only.value())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** The customer tells these users in another way. */
    int acknowledge(Cohort cohort, int revision, String by, Instant now) {
        return jdbc.sql(
                        """
                        update announcement_mail set acknowledged_at = ?, acknowledged_by = ?
                        where organization_id = ? and cohort_id = ? and revision = ?
                          and state in ('REFUSED', 'UNSURE') and acknowledged_at is null
                        """)
                .params(
                        Timestamp.from(now),
                        by,
                        cohort.organization().value(),
                        cohort.id().value(),
                        revision)
                .update();
    }

    /** Marks mails that came back, and returns the keys of their addresses. */
    List<String> bounced(
            Cohort cohort, int revision, List<String> keys, @Nullable String why, Instant now) {
        return jdbc.sql(
                        """
                        update announcement_mail set state = 'REFUSED', settled_at = :now, claim = null,
                            problem = case when state = 'REFUSED' then problem else :why end
                        where organization_id = :org and cohort_id = :cohort and revision = :revision
                          and state in ('SENT', 'UNSURE', 'REFUSED') and email_key = any(:keys)
                        returning email_key
                        """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", revision)
                .param("keys", keys.toArray(String[]::new))
                .param("why", why)
                .param("now", Timestamp.from(now))
                .query(String.class)
                .list();
    }
}
