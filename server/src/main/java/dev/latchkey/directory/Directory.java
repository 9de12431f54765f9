package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Organizations, their accounts and their users, for the other modules. */
@Component
public class Directory {
    private final JdbcClient jdbc;
    private final Organizations organizations;
    private final Accounts accounts;
    private final Users users;
    private final UserPasswords passwords;

    Directory(
            JdbcClient jdbc,
            Organizations organizations,
            Accounts accounts,
            Users users,
            UserPasswords passwords) {
        this.jdbc = jdbc;
        this.organizations = organizations;
        this.accounts = accounts;
        this.users = users;
        this.passwords = passwords;
    }

    public Optional<Organization> organization(OrganizationId id) {
        return organizations.find(id);
    }

    /** The users of all organizations with this address in any case; two in one organization are a collision (D2). */
    public List<User> usersByEmail(EmailAddress email) {
        return users.byEmail(email);
    }

    /** The organization's users with this address in any case; more than one is a collision (D2). */
    public List<User> usersByEmail(OrganizationId organization, EmailAddress email) {
        return users.byEmail(organization, email);
    }

    public Optional<User> user(OrganizationId organization, UserId id) {
        return users.find(organization, id);
    }

    /** The active admins of the organization, by address. */
    public List<User> admins(OrganizationId organization) {
        return users.admins(organization);
    }

    public long countUsers(OrganizationId organization) {
        return users.count(organization);
    }

    public Result<Organization> create(Actor actor, String name, Edition edition) {
        return organizations.create(actor, name, edition);
    }

    public Result<Account> createAccount(Actor actor, OrganizationId organization, String name) {
        return accounts.create(actor, organization, name);
    }

    /** Creates a user without a password. An address that differs from another only in case is refused (D2). */
    public Result<User> createUser(Actor actor, OrganizationId organization, NewUser user) {
        return organizations.find(organization).isPresent()
                ? users.create(actor, organization, user)
                : Result.refused(DirectoryError.ORGANIZATION_UNKNOWN, organization.toString());
    }

    /**
     * Gives a user another address, by the same rules as on their page: unique but for its case, recorded, and whoever
     * was let in by the old one must sign in anew.
     *
     * @param seen the address that it replaces; refused where the user has another one by now
     */
    @Transactional
    public Result<User> changeEmail(
            Actor actor, OrganizationId organization, UserId id, String seen, EmailAddress email) {
        Optional<UserDetails> found =
                users.details(organization, id).filter(each -> each.user().email().equals(seen));
        if (found.isEmpty()) {
            return Result.refused(DirectoryError.CHANGED_MEANWHILE, "");
        }
        User user = found.get().user();
        return users.change(
                actor,
                organization,
                id,
                found.get().version(),
                new NewUser(email.value(), user.name(), user.admin(), user.kind()));
    }

    /** Whether it is the user's password; takes as long where the user has none. */
    public boolean passwordMatches(User user, String password) {
        return passwords.matches(user, password);
    }

    /** Throws IllegalArgumentException for a password over 72 bytes, the most that bcrypt reads. */
    public void setPassword(
            Actor actor, OrganizationId organization, UserId user, String password) {
        passwords.set(actor, organization, user, password);
    }

    /**
     * Notes a sign-in and says whether it may stand: not when the user was deactivated or got another address while it
     * went on.
     */
    @Transactional
    public boolean signedIn(User user, Instant at) {
        return jdbc.sql(
                        """
                        update app_user set last_sign_in_at = ?
                        where organization_id = ? and id = ? and active and email = ?
                        returning organization_id, id, email
                        """)
                .params(
                        at.atOffset(ZoneOffset.UTC),
                        user.organization().value(),
                        user.id().value(),
                        user.email())
                .query(
                        Asked.key("organization_id", user.organization())
                                .and("id", user.id())
                                .and("email", user.email())
                                .answers())
                .optional()
                .isPresent();
    }
}
