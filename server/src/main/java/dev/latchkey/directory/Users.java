package dev.latchkey.directory;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Listing;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Part;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.SortKey;
import dev.latchkey.shared.UserId;
import dev.latchkey.shared.Visible;
import dev.latchkey.shared.Wanted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The users of organizations. */
@Component
class Users {
    /** Word for word as it is in the index. */
    static final String HAS_PART =
            """
            (email_key || chr(10) || lower(name) || case when lower(email) = email_key then '' else chr(10) || lower(email) end)
                like lower(:part)
            """;

    private static final int AT_ONCE = 5000;

    private final JdbcClient jdbc;
    private final Listing listing;
    private final EmailLocks locks;
    private final LastWaysIn ways;
    private final AddressChanges changes;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Users(
            JdbcClient jdbc,
            Listing listing,
            EmailLocks locks,
            LastWaysIn ways,
            AddressChanges changes,
            Audit audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.listing = listing;
        this.locks = locks;
        this.ways = ways;
        this.changes = changes;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    Optional<User> find(OrganizationId organization, UserId id) {
        return jdbc.sql("select * from app_user where organization_id = ? and id = ?")
                .params(organization.value(), id.value())
                .query(asked(organization, id).answers(Users::read))
                .optional();
    }

    private static Asked asked(OrganizationId organization, UserId id) {
        return Asked.key("organization_id", organization).and("id", id);
    }

    Optional<UserDetails> details(OrganizationId organization, UserId id) {
        return jdbc.sql("select * from app_user where organization_id = ? and id = ?")
                .params(organization.value(), id.value())
                .query(asked(organization, id).answers(Users::readDetails))
                .optional();
    }

    /** The users of all organizations with this address in any case. */
    List<User> byEmail(EmailAddress email) {
        return jdbc.sql("select * from app_user where email_key = ? order by id")
                .param(email.key())
                .query(Asked.key("email_key", email.key()).answers(Users::read))
                .list();
    }

    List<User> byEmail(OrganizationId organization, EmailAddress email) {
        return jdbc.sql(
                        "select * from app_user where organization_id = ? and email_key = ? order by id")
                .params(organization.value(), email.key())
                .query(
                        Asked.key("organization_id", organization)
                                .and("email_key", email.key())
                                .answers(Users::read))
                .list();
    }

    /** The users of all organizations with these addresses, in whatever case. */
    List<User> byEmailKeys(Collection<String> keys) {
        List<String> all = List.copyOf(keys);
        List<User> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            found.addAll(
                    jdbc.sql("select * from app_user where email_key = any(:keys) order by id")
                            .param("keys", some.toArray(String[]::new))
                            .query(Users::read)
                            .list());
        }
        return found;
    }

    /** The active admins, by address. */
    List<User> admins(OrganizationId organization) {
        return jdbc.sql(
                        """
                        select * from app_user where organization_id = ? and admin and active
                        order by email_key, id
                        """)
                .param(organization.value())
                .query(Asked.key("organization_id", organization).answers(Users::read))
                .list();
    }

    /** A row's xmin is the transaction that wrote it. */
    List<User> adminsToTell(OrganizationId organization, int most) {
        return jdbc.sql(
                        """
                        select * from app_user
                        where organization_id = ? and admin and active and xmin <> pg_current_xact_id()::xid
                        order by last_sign_in_at is null, created_at, id limit ?
                        """)
                .params(organization.value(), most)
                .query(Users::read)
                .list();
    }

    long count(OrganizationId organization) {
        return jdbc.sql("select count(*) from app_user where organization_id = ?")
                .param(organization.value())
                .query(Long.class)
                .single();
    }

    /** In words, and counted up to a bound, for pages. */
    String counted(OrganizationId organization) {
        return listing.count("from app_user where organization_id = ?", organization.value());
    }

    /** By a SID, or a part of the address or the name. */
    Part<User> search(OrganizationId organization, SearchText text, Wanted wanted) {
        Optional<UUID> id = UserId.parse(text.value()).map(Sid::value);
        if (text.isEmpty()) {
            return listing.part(query(organization, "", Map.of()), wanted);
        }
        if (id.isPresent()) {
            return listing.part(
                    query(organization, " and id = :id", Map.of("id", id.get())), wanted);
        }
        Map<String, Object> part = Map.of("part", text.anywhere());
        Listing.Query<User> all = query(organization, "", part);
        return text.hasWord()
                ? listing.part(query(organization, " and " + HAS_PART, part), all, HAS_PART, wanted)
                : listing.lookThrough(all, HAS_PART, wanted);
    }

    private static Listing.Query<User> query(
            OrganizationId organization, String condition, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("organization", organization.value());
        return new Listing.Query<>(
                "*",
                "from app_user where organization_id = :organization" + condition,
                all,
                List.of(SortKey.text("email_key"), SortKey.id("id")),
                Asked.key("organization_id", organization).answers(Users::read));
    }

    /** Creates a user without a password. An address that differs from another only in case is refused (D2). */
    @Transactional
    Result<User> create(Caller caller, NewUser given) {
        List<Problem> problems = problems(given);
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        if (fresh(given) instanceof Result.Refused<EmailAddress>(List<Problem> unusable)) {
            return new Result.Refused<>(unusable);
        }
        EmailAddress email = address(given);
        locks.take(email);
        if (!byEmail(email).isEmpty()) {
            return Result.refused(DirectoryError.EMAIL_TAKEN, given.email());
        }
        User made =
                new User(
                        UserId.next(),
                        caller.organization(),
                        email.value(),
                        given.name().strip(),
                        given.admin(),
                        true,
                        given.kind(),
                        false);
        insert(made, email);
        record(caller, made, DirectoryAction.USER_CREATED, described(made));
        return Result.ok(made);
    }

    private static List<Problem> problems(NewUser given) {
        List<Problem> problems = new ArrayList<>();
        if (EmailAddress.parse(Visible.trimmed(given.email())).isEmpty()
                && fresh(given) instanceof Result.Refused<EmailAddress>(List<Problem> unusable)) {
            problems.addAll(unusable);
        }
        if (!Names.usable(given.name())) {
            problems.add(new Problem(DirectoryError.NAME_UNUSABLE, given.name()));
        }
        return problems;
    }

    /** What can be compared with other addresses; whoever has one from before keeps it. */
    private static EmailAddress address(NewUser given) {
        return new EmailAddress(Visible.trimmed(given.email()));
    }

    private static Result<EmailAddress> fresh(NewUser given) {
        return EmailAddress.fresh(given.email(), DirectoryError.ofEmail(given.email()));
    }

    private void insert(User made, EmailAddress email) {
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, admin, kind, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        made.organization().value(),
                        made.id().value(),
                        email.value(),
                        email.key(),
                        email.domain(),
                        made.name(),
                        made.admin(),
                        made.kind().name(),
                        OffsetDateTime.now(clock))
                .update();
    }

    /**
     * Changes the version that the caller saw. A new address ends what was let in by the old one, and passwords wait
     * for it where the old mailbox does not agree.
     */
    @Transactional
    Result<User> change(Caller caller, UserId id, int version, NewUser given, Consent consent) {
        List<Problem> problems = problems(given);
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        EmailAddress email = address(given);
        Optional<Problem> lost =
                find(caller.organization(), id)
                        .flatMap(stored -> ways.refusal(stored, given, email));
        if (lost.isPresent()) {
            return new Result.Refused<>(List.of(lost.get()));
        }
        locks.take(email);
        if (byEmail(email).stream().anyMatch(other -> !other.id().equals(id))) {
            return Result.refused(DirectoryError.EMAIL_TAKEN, given.email());
        }
        Optional<User> before = find(caller.organization(), id);
        if (before.isEmpty()) {
            return Result.refused(DirectoryError.USER_UNKNOWN, id.toString());
        }
        if (!before.get().email().equals(email.value())
                && fresh(given) instanceof Result.Refused<EmailAddress>(List<Problem> unusable)) {
            return new Result.Refused<>(unusable);
        }
        User after = changed(before.get(), given);
        if (!update(after, email, version)) {
            return Result.refused(DirectoryError.CHANGED_MEANWHILE, summary(before.get()));
        }
        if (!after.email().equals(before.get().email())) {
            changes.note(before.get(), email, consent);
        }
        if (!after.equals(before.get())) {
            record(
                    caller,
                    after,
                    DirectoryAction.USER_CHANGED,
                    Map.of("before", described(before.get()), "after", described(after)));
            events.publishEvent(new UserChanged(before.get(), after));
        }
        return Result.ok(after);
    }

    private static User changed(User before, NewUser given) {
        return new User(
                before.id(),
                before.organization(),
                given.email(),
                given.name().strip(),
                given.admin(),
                before.active(),
                given.kind(),
                before.hasPassword());
    }

    private boolean update(User after, EmailAddress email, int version) {
        return jdbc.sql(
                        """
                        update app_user set email = ?, email_key = ?, email_domain = ?, name = ?, admin = ?,
                            kind = ?, version = version + 1
                        where organization_id = ? and id = ? and version = ?
                        returning organization_id, id
                        """)
                .params(
                        email.value(),
                        email.key(),
                        email.domain(),
                        after.name(),
                        after.admin(),
                        after.kind().name(),
                        after.organization().value(),
                        after.id().value(),
                        version)
                .query(asked(after.organization(), after.id()).answers())
                .optional()
                .isPresent();
    }

    private static String summary(User user) {
        return user.name()
                + " <"
                + user.email()
                + ">, "
                + user.kind()
                + (user.admin() ? ", admin" : "");
    }

    /** Lets the user sign in, or ends every way in at once. */
    @Transactional
    Result<User> setActive(Caller caller, UserId id, boolean active) {
        if (!active) {
            ways.lock(caller.organization());
        }
        Optional<User> before = hold(caller.organization(), id);
        if (before.isEmpty()) {
            return Result.refused(DirectoryError.USER_UNKNOWN, id.toString());
        }
        if (before.get().active() == active) {
            return Result.ok(before.get());
        }
        Optional<Problem> lost =
                active || !before.get().admin()
                        ? Optional.empty()
                        : ways.refusal(caller.organization(), id);
        if (lost.isPresent()) {
            return new Result.Refused<>(List.of(lost.get()));
        }
        jdbc.sql(
                        """
                        update app_user set active = ?, version = version + 1
                        where organization_id = ? and id = ?
                        """)
                .params(active, caller.organization().value(), id.value())
                .update();
        User after = withActive(before.get(), active);
        record(
                caller,
                after,
                active ? DirectoryAction.USER_ACTIVATED : DirectoryAction.USER_DEACTIVATED,
                Map.of("email", after.email()));
        events.publishEvent(new UserChanged(before.get(), after));
        return Result.ok(after);
    }

    /** The user, whom nobody else changes until the transaction ends. */
    Optional<User> hold(OrganizationId organization, UserId id) {
        return jdbc.sql("select * from app_user where organization_id = ? and id = ? for update")
                .params(organization.value(), id.value())
                .query(asked(organization, id).answers(Users::read))
                .optional();
    }

    private static User withActive(User user, boolean active) {
        return new User(
                user.id(),
                user.organization(),
                user.email(),
                user.name(),
                user.admin(),
                active,
                user.kind(),
                user.hasPassword());
    }

    private void record(Caller caller, User user, AuditAction action, Map<String, ?> detail) {
        audit.record(caller, action, Subject.of(user.id()), detail);
    }

    static Map<String, Object> described(User user) {
        return Map.of(
                "email", user.email(),
                "name", user.name(),
                "admin", user.admin(),
                "kind", user.kind().name());
    }

    static User read(ResultSet row, int number) throws SQLException {
        return new User(
                new UserId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("email"),
                row.getString("name"),
                row.getBoolean("admin"),
                row.getBoolean("active"),
                User.Kind.valueOf(row.getString("kind")),
                row.getString("password_hash") != null);
    }

    private static UserDetails readDetails(ResultSet row, int number) throws SQLException {
        Timestamp lastSignIn = row.getTimestamp("last_sign_in_at");
        return new UserDetails(
                read(row, number),
                row.getInt("version"),
                row.getTimestamp("created_at").toInstant(),
                lastSignIn == null ? null : lastSignIn.toInstant());
    }
}
