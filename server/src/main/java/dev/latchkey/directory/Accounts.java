package dev.latchkey.directory;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.listing.Listing;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.SortKey;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of organizations. */
@Component
class Accounts {
    private static final int MOST_COUNTED = 10_000;
    private static final String USERS =
            """
            (select count(*) from (select 1 from membership m
                where m.organization_id = a.organization_id and m.account_id = a.id limit %d) counted) as users
            """
                    .formatted(MOST_COUNTED + 1);

    private final JdbcClient jdbc;
    private final Listing listing;
    private final Audit audit;
    private final Clock clock;

    Accounts(JdbcClient jdbc, Listing listing, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.listing = listing;
        this.audit = audit;
        this.clock = clock;
    }

    /** An account and how many users it has, counted up to a bound. */
    record Counted(Account account, long users) {
        public boolean more() {
            return users > MOST_COUNTED;
        }
    }

    Optional<Versioned<Account>> versioned(OrganizationId organization, AccountId id) {
        return jdbc.sql(
                        "select organization_id, id, name, version from account where organization_id = ? and id = ?")
                .params(organization.value(), id.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", id)
                                .answers((row, number) ->
                                        new Versioned<>(read(row, number), row.getInt("version"))))
                .optional();
    }

    /** All of them by name, however many: the list to choose from. */
    List<Account> of(OrganizationId organization) {
        return jdbc.sql(
                        """
                        select organization_id, id, name from account where organization_id = ?
                        order by lower(name), id
                        """)
                .param(organization.value())
                .query(Accounts::read)
                .list();
    }

    long count(OrganizationId organization) {
        return jdbc.sql("select count(*) from account where organization_id = ?")
                .param(organization.value())
                .query(Long.class)
                .single();
    }

    /** In words, and counted up to a bound, for pages. */
    String counted(OrganizationId organization) {
        return listing.count("from account where organization_id = ?", organization.value());
    }

    Part<Counted> part(OrganizationId organization, Wanted wanted) {
        return listing.part(
                new Listing.Query<>(
                        "a.organization_id, a.id, a.name, " + USERS,
                        "from account a where a.organization_id = :organization",
                        Map.of("organization", organization.value()),
                        List.of(SortKey.text("lower(a.name)"), SortKey.id("a.id")),
                        (row, n) -> new Counted(read(row, n), row.getLong("users"))),
                wanted);
    }

    @Transactional
    Result<Account> create(Caller caller, String name) {
        if (!Names.usable(name)) {
            return Result.refused(DirectoryError.NAME_UNUSABLE, name);
        }
        if (!lock(caller.organization())) {
            return Result.refused(
                    DirectoryError.ORGANIZATION_UNKNOWN, caller.organization().toString());
        }
        Account made = new Account(AccountId.next(), caller.organization(), name.strip());
        if (nameTaken(made)) {
            return Result.refused(DirectoryError.ACCOUNT_NAME_TAKEN, made.name());
        }
        jdbc.sql("insert into account (organization_id, id, name, created_at) values (?, ?, ?, ?)")
                .params(
                        caller.organization().value(),
                        made.id().value(),
                        made.name(),
                        OffsetDateTime.now(clock))
                .update();
        record(caller, made, DirectoryAction.ACCOUNT_CREATED, Map.of("name", made.name()));
        return Result.ok(made);
    }

    /** Changes the version that the caller saw. */
    @Transactional
    Result<Account> rename(Caller caller, AccountId id, int version, String name) {
        if (!Names.usable(name)) {
            return Result.refused(DirectoryError.NAME_UNUSABLE, name);
        }
        lock(caller.organization());
        Optional<Account> before = versioned(caller.organization(), id).map(Versioned::value);
        if (before.isEmpty()) {
            return Result.refused(DirectoryError.ACCOUNT_UNKNOWN, id.toString());
        }
        Account after = new Account(id, caller.organization(), name.strip());
        if (nameTaken(after)) {
            return Result.refused(DirectoryError.ACCOUNT_NAME_TAKEN, after.name());
        }
        int changed =
                jdbc.sql(
                                """
                                update account set name = ?, version = version + 1
                                where organization_id = ? and id = ? and version = ?
                                """)
                        .params(after.name(), caller.organization().value(), id.value(), version)
                        .update();
        if (changed == 0) {
            return Result.refused(DirectoryError.CHANGED_MEANWHILE, before.get().name());
        }
        if (!after.equals(before.get())) {
            record(
                    caller,
                    after,
                    DirectoryAction.ACCOUNT_RENAMED,
                    Map.of("before", before.get().name(), "after", after.name()));
        }
        return Result.ok(after);
    }

    /** Two writers of one organization's accounts wait for one another; who only refers to it does not. */
    private boolean lock(OrganizationId organization) {
        return jdbc.sql("select id from organization where id = ? for no key update")
                .param(organization.value())
                .query(Asked.key("id", organization).answers())
                .optional()
                .isPresent();
    }

    private boolean nameTaken(Account account) {
        return jdbc.sql(
                        """
                        select exists (select 1 from account
                                       where organization_id = ? and lower(name) = lower(?) and id <> ?)
                        """)
                .params(account.organization().value(), account.name(), account.id().value())
                .query(Boolean.class)
                .single();
    }

    private void record(Caller caller, Account account, AuditAction action, Map<String, ?> detail) {
        audit.record(caller, action, Subject.of(account.id()), detail);
    }

    private static Account read(ResultSet row, int number) throws SQLException {
        return new Account(
                new AccountId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("name"));
    }
}
