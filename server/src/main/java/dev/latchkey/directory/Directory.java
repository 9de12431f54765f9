package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Organizations, their accounts and their users. */
@Component
public class Directory {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PASSWORD_BYTES = 72;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;
    private final PasswordEncoder passwords =
            PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final String nobodysHash = passwords.encode("nobody has this password");

    Directory(JdbcClient jdbc, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    public Optional<Organization> organization(OrganizationId id) {
        return jdbc.sql("select id, name, edition from organization where id = ?")
                .param(id.value())
                .query(Directory::organization)
                .optional();
    }

    /** The users of all organizations with this address in any case; two in one organization are a collision (D2). */
    public List<User> usersByEmail(EmailAddress email) {
        return jdbc.sql("select * from app_user where email_key = ? order by id")
                .param(email.key())
                .query(Directory::user)
                .list();
    }

    /** The organization's users with this address in any case; more than one is a collision (D2). */
    public List<User> usersByEmail(OrganizationId organization, EmailAddress email) {
        return jdbc.sql(
                        "select * from app_user where organization_id = ? and email_key = ? order by id")
                .param(organization.value())
                .param(email.key())
                .query(Directory::user)
                .list();
    }

    public Optional<User> user(OrganizationId organization, UserId id) {
        return jdbc.sql("select * from app_user where organization_id = ? and id = ?")
                .param(organization.value())
                .param(id.value())
                .query(Directory::user)
                .optional();
    }

    @Transactional
    public Result<Organization> create(Actor actor, String name, Edition edition) {
        if (!usable(name)) {
            return Result.refused(DirectoryError.NAME_UNUSABLE, name);
        }
        Organization made = new Organization(OrganizationId.random(), name.strip(), edition);
        jdbc.sql("insert into organization (id, name, edition, created_at) values (?, ?, ?, ?)")
                .params(made.id().value(), made.name(), edition.name(), now())
                .update();
        record(
                actor,
                made.id(),
                "organization.created",
                "organization",
                made.id().toString(),
                Map.of("name", made.name()));
        return Result.ok(made);
    }

    @Transactional
    public Result<Account> createAccount(Actor actor, OrganizationId organization, String name) {
        if (!usable(name)) {
            return Result.refused(DirectoryError.NAME_UNUSABLE, name);
        }
        if (organization(organization).isEmpty()) {
            return Result.refused(DirectoryError.ORGANIZATION_UNKNOWN, organization.toString());
        }
        Account made = new Account(AccountId.random(), organization, name.strip());
        jdbc.sql("insert into account (organization_id, id, name, created_at) values (?, ?, ?, ?)")
                .params(organization.value(), made.id().value(), made.name(), now())
                .update();
        record(
                actor,
                organization,
                "account.created",
                "account",
                made.id().toString(),
                Map.of("name", made.name()));
        return Result.ok(made);
    }

    /** Creates a user without a password. An address that differs from another only in case is refused (D2). */
    @Transactional
    public Result<User> createUser(Actor actor, OrganizationId organization, NewUser user) {
        Optional<EmailAddress> email = EmailAddress.parse(user.email());
        if (email.isEmpty()) {
            return Result.refused(DirectoryError.EMAIL_UNUSABLE, user.email());
        }
        if (!usable(user.name())) {
            return Result.refused(DirectoryError.NAME_UNUSABLE, user.name());
        }
        if (organization(organization).isEmpty()) {
            return Result.refused(DirectoryError.ORGANIZATION_UNKNOWN, organization.toString());
        }
        lock(email.get());
        if (!usersByEmail(email.get()).isEmpty()) {
            return Result.refused(DirectoryError.EMAIL_TAKEN, user.email());
        }
        return Result.ok(insert(actor, organization, email.get(), user));
    }

    /** Two creations of one address wait for one another: its key is not unique in the table. */
    private void lock(EmailAddress email) {
        jdbc.sql("select 1 from (select pg_advisory_xact_lock(hashtextextended(?, 0))) as locked")
                .param(email.key())
                .query(Integer.class)
                .single();
    }

    private User insert(
            Actor actor, OrganizationId organization, EmailAddress email, NewUser user) {
        User made =
                new User(
                        UserId.random(),
                        organization,
                        email.value(),
                        user.name().strip(),
                        user.admin(),
                        true,
                        user.kind(),
                        false);
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, admin, kind, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        organization.value(),
                        made.id().value(),
                        email.value(),
                        email.key(),
                        email.domain(),
                        made.name(),
                        made.admin(),
                        made.kind().name(),
                        now())
                .update();
        record(
                actor,
                organization,
                "user.created",
                "user",
                made.id().toString(),
                Map.of("email", made.email(), "admin", made.admin()));
        return made;
    }

    /** Whether it is the user's password; takes as long where the user has none. */
    public boolean passwordMatches(User user, String password) {
        Optional<String> hash =
                jdbc.sql(
                                "select password_hash from app_user where organization_id = ? and id = ? and password_hash is not null")
                        .param(user.organization().value())
                        .param(user.id().value())
                        .query(String.class)
                        .optional();
        boolean matches = passwords.matches(password, hash.orElse(nobodysHash));
        return matches && hash.isPresent() && fits(password);
    }

    /** Throws IllegalArgumentException for a password over 72 bytes, the most that bcrypt reads. */
    @Transactional
    public void setPassword(
            Actor actor, OrganizationId organization, UserId user, String password) {
        if (!fits(password)) {
            throw new IllegalArgumentException("the password is longer than 72 bytes");
        }
        int changed =
                jdbc.sql(
                                "update app_user set password_hash = ? where organization_id = ? and id = ?")
                        .params(passwords.encode(password), organization.value(), user.value())
                        .update();
        if (changed == 1) {
            record(actor, organization, "user.password-set", "user", user.toString(), Map.of());
        }
    }

    @Transactional
    public void signedIn(OrganizationId organization, UserId user, Instant at) {
        jdbc.sql("update app_user set last_sign_in_at = ? where organization_id = ? and id = ?")
                .params(at.atOffset(ZoneOffset.UTC), organization.value(), user.value())
                .update();
    }

    private void record(
            Actor actor,
            OrganizationId organization,
            String action,
            String kind,
            String id,
            Map<String, ?> detail) {
        audit.record(actor, organization, action, kind, id, detail);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private static boolean usable(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME;
    }

    private static boolean fits(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD_BYTES;
    }

    private static Organization organization(ResultSet row, int number) throws SQLException {
        return new Organization(
                new OrganizationId(row.getObject("id", UUID.class)),
                row.getString("name"),
                Edition.valueOf(row.getString("edition")));
    }

    private static User user(ResultSet row, int number) throws SQLException {
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
}
