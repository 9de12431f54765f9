package dev.latchkey.review;

import dev.latchkey.audit.Actor;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Tokens;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The corrections of addresses, of which a user has one open at most. */
@Repository
class CorrectionStore {
    static final Duration LIFETIME = Duration.ofDays(7);
    private static final int SHOWN = 50;

    private final JdbcClient jdbc;
    private final Clock clock;

    CorrectionStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void add(UUID id, Cohort cohort, UserId user, String old, EmailAddress email, Actor by) {
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        insert into address_correction (organization_id, id, cohort_id, user_id, old_email, new_email,
                            asked_at, asked_by, asked_by_id, expires_at)
                        values (:org, :id, :cohort, :user, :old, :new, :now, :by, :byId, :expires)
                        """)
                .param("org", cohort.organization().value())
                .param("id", id)
                .param("cohort", cohort.id().value())
                .param("user", user.value())
                .param("old", old)
                .param("new", email.value())
                .param("now", Timestamp.from(now))
                .param("by", by.name())
                .param("byId", by.id())
                .param("expires", Timestamp.from(now.plus(LIFETIME)))
                .update();
    }

    boolean lists(Cohort cohort, UserId user) {
        return jdbc.sql(
                        """
                        select exists (select 1 from cohort_member_latest
                            where organization_id = ? and cohort_id = ? and user_id = ?)
                        """)
                .params(cohort.organization().value(), cohort.id().value(), user.value())
                .query(Boolean.class)
                .single();
    }

    /** Those of a list that wait or came to an end lately, the newest first. */
    List<Correction> of(Cohort cohort) {
        return jdbc.sql(
                        """
                        select * from address_correction where organization_id = ? and cohort_id = ?
                        order by asked_at desc, id limit ?
                        """)
                .params(cohort.organization().value(), cohort.id().value(), SHOWN)
                .query(CorrectionStore::read)
                .list();
    }

    /** The one that nobody has confirmed or cancelled; it may be too old. */
    Optional<Correction> waiting(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select * from address_correction
                        where organization_id = ? and user_id = ? and confirmed_at is null and cancelled_at is null
                        """)
                .params(organization.value(), user.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("user_id", user)
                                .answers(CorrectionStore::read))
                .optional();
    }

    Optional<Correction> find(OrganizationId organization, UUID id) {
        return jdbc.sql("select * from address_correction where organization_id = ? and id = ?")
                .params(organization.value(), id)
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", id)
                                .answers(CorrectionStore::read))
                .optional();
    }

    /** What a link is about, and whose mailbox it was sent to. */
    record Linked(Correction correction, boolean old) {}

    Optional<Linked> byToken(String token) {
        return byToken(token, "");
    }

    /** As {@link #byToken}; whoever else has a link of it waits until this transaction ends. */
    Optional<Linked> lock(String token) {
        return byToken(token, " for update");
    }

    private Optional<Linked> byToken(String token, String lock) {
        return byHash("token_hash", token, lock)
                .map(found -> new Linked(found, false))
                .or(() ->
                        byHash("old_token_hash", token, lock)
                                .map(found -> new Linked(found, true)));
    }

    private Optional<Correction> byHash(String column, String token, String lock) {
        return jdbc.sql("select * from address_correction where " + column + " = ?" + lock)
                .param(Tokens.hash(token))
                .query(Asked.key(column, Tokens.hash(token)).answers(CorrectionStore::read))
                .optional();
    }

    /** The link of an earlier mail, which did not go out, is useless from now on. */
    String newToken(Correction correction) {
        return newToken(correction, "token_hash");
    }

    String oldToken(Correction correction) {
        return newToken(correction, "old_token_hash");
    }

    private String newToken(Correction correction, String column) {
        String token = Tokens.random();
        jdbc.sql(
                        "update address_correction set "
                                + column
                                + " = ? where organization_id = ? and id = ?")
                .params(Tokens.hash(token), correction.organization().value(), correction.id())
                .update();
        return token;
    }

    void mailed(Correction correction) {
        stamp(correction, "mailed_at");
    }

    void noticeMailed(Correction correction) {
        stamp(correction, "notice_mailed_at");
    }

    void newConfirmed(Correction correction) {
        stamp(correction, "new_confirmed_at");
    }

    /** @param by MAILBOX or SESSION */
    void oldConfirmed(Correction correction, String by) {
        stamp(correction, "old_confirmed_at");
        jdbc.sql(
                        "update address_correction set old_confirmed_by = ? where organization_id = ? and id = ?")
                .params(by, correction.organization().value(), correction.id())
                .update();
    }

    void tookEffect(Correction correction, @Nullable Instant waitsUntil) {
        stamp(correction, "confirmed_at");
        if (waitsUntil != null) {
            jdbc.sql(
                            "update address_correction set waits_until = ? where organization_id = ? and id = ?")
                    .params(
                            Timestamp.from(waitsUntil),
                            correction.organization().value(),
                            correction.id())
                    .update();
        }
    }

    void undone(Correction correction) {
        stamp(correction, "undone_at");
    }

    void stopped(Correction correction) {
        stamp(correction, "stopped_at");
        stamp(correction, "cancelled_at");
    }

    private void stamp(Correction correction, String column) {
        jdbc.sql(
                        "update address_correction set "
                                + column
                                + " = ? where organization_id = ? and id = ?")
                .params(
                        Timestamp.from(clock.instant()),
                        correction.organization().value(),
                        correction.id())
                .update();
    }

    boolean cancel(OrganizationId organization, UserId user, String by) {
        return jdbc.sql(
                                """
                                update address_correction set cancelled_at = ?, cancelled_by = ?
                                where organization_id = ? and user_id = ? and confirmed_at is null
                                  and cancelled_at is null
                                """)
                        .params(
                                Timestamp.from(clock.instant()),
                                by,
                                organization.value(),
                                user.value())
                        .update()
                == 1;
    }

    /** Cancels all that this person or operator asked for and that has not taken effect. */
    List<Correction> endAskedBy(String asker, String by) {
        return jdbc.sql(
                        """
                        update address_correction set cancelled_at = ?, cancelled_by = ?
                        where asked_by_id = ? and confirmed_at is null and cancelled_at is null
                        returning *
                        """)
                .params(Timestamp.from(clock.instant()), by, asker)
                .query(CorrectionStore::read)
                .list();
    }

    private static Correction read(ResultSet row, int number) throws SQLException {
        return new Correction(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getObject("id", UUID.class),
                new CohortId(row.getObject("cohort_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("old_email"),
                row.getString("new_email"),
                row.getTimestamp("asked_at").toInstant(),
                row.getString("asked_by"),
                row.getString("asked_by_id"),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "mailed_at"),
                instant(row, "notice_mailed_at"),
                instant(row, "new_confirmed_at"),
                instant(row, "old_confirmed_at"),
                instant(row, "confirmed_at"),
                instant(row, "waits_until"),
                instant(row, "cancelled_at"),
                instant(row, "stopped_at"),
                instant(row, "undone_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
