package dev.latchkey.directory;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The changes of addresses. A new address is a new way to a password, so that way opens only after a wait, in which
 * whoever has the old mailbox can speak up.
 */
@Repository
class AddressChanges {
    private final JdbcClient jdbc;
    private final AddressSettings settings;
    private final Clock clock;

    AddressChanges(JdbcClient jdbc, AddressSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Notes a change, and how long passwords wait for it; in the transaction of that change. */
    void note(User before, EmailAddress email, Consent consent) {
        Instant now = clock.instant();
        Instant until = until(before, email, consent, now);
        jdbc.sql(
                        """
                        insert into address_change (organization_id, id, user_id, old_email, new_email, changed_at,
                            waits_until)
                        values (:org, :id, :user, :old, :new, :now, :until)
                        """)
                .param("org", before.organization().value())
                .param("id", Sid.newUuid())
                .param("user", before.id().value())
                .param("old", before.email())
                .param("new", email.value())
                .param("now", Timestamp.from(now))
                .param("until", until == null ? null : Timestamp.from(until))
                .update();
    }

    /** A mailbox that itself has to wait can't shorten the wait by agreeing to the next address. */
    private @Nullable Instant until(User before, EmailAddress email, Consent consent, Instant now) {
        if (consent == Consent.TAKEN_BACK) {
            return null;
        }
        Instant open = waitsUntil(before.organization(), before.id()).orElse(null);
        boolean sameMailbox =
                EmailAddress.parse(before.email())
                        .filter(old -> old.key().equals(email.key()))
                        .isPresent();
        boolean asked = consent == Consent.OLD_MAILBOX || sameMailbox || !everUsed(before);
        return asked ? open : now.plus(settings.length());
    }

    /** Whether there is an account to take over: somebody has signed in, or could. */
    private boolean everUsed(User user) {
        return user.hasPassword()
                || jdbc.sql(
                                """
                                select last_sign_in_at is not null from app_user
                                where organization_id = ? and id = ?
                                """)
                        .params(user.organization().value(), user.id().value())
                        .query(Boolean.class)
                        .single();
    }

    /** Until when no password is set by a link for this user; nothing where none has to wait. */
    Optional<Instant> waitsUntil(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select * from (
                            select user_id, waits_until from address_change where organization_id = ? and user_id = ?
                            order by changed_at desc, id desc limit 1) latest
                        where waits_until > ?
                        """)
                .params(organization.value(), user.value(), Timestamp.from(clock.instant()))
                .query(
                        Asked.key("user_id", user)
                                .answers((row, n) -> row.getTimestamp("waits_until").toInstant()))
                .optional();
    }
}
