package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.PasswordHash;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Organizations, their accounts and their users, for the other modules. */
@Component
public class Directory {
    private final JdbcClient jdbc;
    private final Organizations organizations;
    private final Accounts accounts;
    private final Users users;
    private final UserPasswords passwords;
    private final AddressChanges changes;
    private final Domains domains;

    Directory(
            JdbcClient jdbc,
            Organizations organizations,
            Accounts accounts,
            Users users,
            UserPasswords passwords,
            AddressChanges changes,
            Domains domains) {
        this.jdbc = jdbc;
        this.organizations = organizations;
        this.accounts = accounts;
        this.users = users;
        this.passwords = passwords;
        this.changes = changes;
        this.domains = domains;
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

    /**
     * The users of all organizations with these addresses, however many, those of one address by their age.
     *
     * @param keys as {@link EmailAddress#key} has them
     */
    public List<User> usersByEmailKeys(Collection<String> keys) {
        return users.byEmailKeys(keys);
    }

    public Optional<User> user(OrganizationId organization, UserId id) {
        return users.find(organization, id);
    }

    /**
     * The user as they are, held until the caller's transaction ends: whoever deactivates them or changes their address
     * waits for it, or was waited for.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<User> hold(OrganizationId organization, UserId id) {
        return users.hold(organization, id);
    }

    /** The active admins of the organization, by address. */
    public List<User> admins(OrganizationId organization) {
        return users.admins(organization);
    }

    /**
     * The active admins who can be told of what this transaction does: not those whom it makes or changes. Those who
     * have signed in come first, then those who have been there longest, so that new ones push nobody out.
     */
    public List<User> adminsToTell(OrganizationId organization, int most) {
        return users.adminsToTell(organization, most);
    }

    /** How many there are, in words, and counted up to a bound: for pages. */
    public String usersCounted(OrganizationId organization) {
        return users.counted(organization);
    }

    /** However many: not for a page. */
    public long countUsers(OrganizationId organization) {
        return users.count(organization);
    }

    public Result<Organization> create(Actor actor, String name, Edition edition) {
        return organizations.create(actor, name, edition);
    }

    /** All accounts of the organization by name, however many. */
    public List<Account> accounts(OrganizationId organization) {
        return accounts.of(organization);
    }

    public Result<Account> createAccount(Caller caller, String name) {
        return accounts.create(caller, name);
    }

    /** Creates a user without a password. An address that differs from another only in case is refused (D2). */
    public Result<User> createUser(Caller caller, NewUser user) {
        return organizations.find(caller.organization()).isPresent()
                ? users.create(caller, user)
                : Result.refused(
                        DirectoryError.ORGANIZATION_UNKNOWN, caller.organization().toString());
    }

    /**
     * Gives a user another address, by the same rules as on their page: unique but for its case, recorded, and whoever
     * was let in by the old one must sign in again.
     *
     * @param seen the address that it replaces; refused where the user has another one by now
     * @param consent what the mailbox of that address says to it, which decides whether passwords have to wait
     */
    @Transactional
    public Result<User> changeEmail(
            Caller caller, UserId id, String seen, EmailAddress email, Consent consent) {
        Optional<UserDetails> found =
                users.details(caller.organization(), id)
                        .filter(each -> each.user().email().equals(seen));
        if (found.isEmpty()) {
            return Result.refused(DirectoryError.CHANGED_MEANWHILE, "");
        }
        User user = found.get().user();
        return users.change(
                caller,
                id,
                found.get().version(),
                new NewUser(email.value(), user.name(), user.admin(), user.kind()),
                consent);
    }

    /**
     * Until when nobody may set this user's password by a link: their address was changed recently, and the mailbox of
     * the old one had no say in it. Nothing where no link has to wait.
     */
    public Optional<Instant> passwordsWaitUntil(OrganizationId organization, UserId user) {
        return changes.waitsUntil(organization, user);
    }

    /**
     * Whether a domain is the organization's, so that this user's address may be corrected to one there: others of its
     * users have signed in with it and no other organization has users there, or an operator vouches for it.
     *
     * @param domain as {@link EmailAddress#domain} has it
     */
    public boolean holdsDomain(OrganizationId organization, String domain, UserId corrected) {
        return domains.holds(organization, domain, corrected);
    }

    /** Whether it is the user's password; takes as long where the user has none. */
    public boolean passwordMatches(User user, String password) {
        return passwords.matches(user, password);
    }

    /**
     * Hashes it and sets it, so not in a transaction. Throws IllegalArgumentException for a password over 72 bytes, the
     * most that bcrypt reads.
     */
    public void setPassword(Caller caller, UserId user, String password) {
        passwords.set(caller, user, passwords.hash(password));
    }

    /** Sets it, also in a transaction of the caller's. */
    public void setPassword(Caller caller, UserId user, PasswordHash password) {
        passwords.set(caller, user, password);
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
