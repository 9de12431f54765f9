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
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which users an account has. They can be of another organization than the account (requirement D6). */
@Component
class Memberships {
    private static final List<SortKey> BY_ADDRESS =
            List.of(SortKey.text("u.email_key"), SortKey.id("u.id"));
    private static final List<SortKey> AS_MADE = List.of(SortKey.id("m.user_id"));

    private final JdbcClient jdbc;
    private final Listing listing;
    private final Audit audit;
    private final Clock clock;

    Memberships(JdbcClient jdbc, Listing listing, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.listing = listing;
        this.audit = audit;
        this.clock = clock;
    }

    /** What a user may do in an account. */
    enum Role {
        MEMBER,
        OWNER
    }

    /**
     * A user in an account.
     *
     * @param guestOf the name of the user's own organization where it is not the account's, else empty
     */
    record Member(User user, Role role, String guestOf) {}

    /** An account that a user is in, as that user's page shows it. */
    record Place(Account account, String organizationName, Role role) {}

    /** By address; in an account that is too large to be sorted for a page, as they were made. */
    Part<Member> part(Account account, Wanted wanted) {
        boolean sorted =
                listing.isCounted(
                        "from membership where organization_id = ? and account_id = ?",
                        account.organization().value(),
                        account.id().value());
        return listing.part(
                new Listing.Query<>(
                        """
                        u.*, m.role,
                        case when m.user_organization_id = m.organization_id then '' else o.name end as guest_of
                        """,
                        """
                        from membership m
                        join app_user u on u.organization_id = m.user_organization_id and u.id = m.user_id
                        join organization o on o.id = m.user_organization_id
                        where m.organization_id = :organization and m.account_id = :account
                        """,
                        Map.of(
                                "organization", account.organization().value(),
                                "account", account.id().value()),
                        sorted ? BY_ADDRESS : AS_MADE,
                        (row, n) ->
                                new Member(
                                        Users.read(row, n),
                                        Role.valueOf(row.getString("role")),
                                        row.getString("guest_of"))),
                wanted);
    }

    List<Place> of(User user) {
        return jdbc.sql(
                        """
                        select a.organization_id, a.id, a.name, o.name as organization_name, m.role
                        from membership m
                        join account a on a.organization_id = m.organization_id and a.id = m.account_id
                        join organization o on o.id = m.organization_id
                        where m.user_organization_id = ? and m.user_id = ?
                        order by lower(a.name), a.id
                        """)
                .params(user.organization().value(), user.id().value())
                .query((row, number) ->
                        new Place(
                                new Account(
                                        new AccountId(row.getObject("id", UUID.class)),
                                        new OrganizationId(
                                                row.getObject("organization_id", UUID.class)),
                                        row.getString("name")),
                                row.getString("organization_name"),
                                Role.valueOf(row.getString("role"))))
                .list();
    }

    /** Adds the user, or gives them the role where they are in it already. */
    @Transactional
    void add(Caller caller, Account account, User user, Role role) {
        int changed =
                jdbc.sql(
                                """
                                insert into membership (organization_id, account_id, user_organization_id, user_id,
                                    role, created_at)
                                values (?, ?, ?, ?, ?, ?)
                                on conflict (organization_id, account_id, user_id) do update set role = excluded.role
                                where membership.role <> excluded.role
                                """)
                        .params(
                                caller.organization().value(),
                                account.id().value(),
                                user.organization().value(),
                                user.id().value(),
                                role.name(),
                                OffsetDateTime.now(clock))
                        .update();
        if (changed == 1) {
            record(
                    caller,
                    account,
                    user.id(),
                    DirectoryAction.MEMBERSHIP_SET,
                    Map.of("role", role.name()));
        }
    }

    /** Takes the user out of the account; nothing where they are not in it. */
    @Transactional
    void remove(Caller caller, Account account, UserId user) {
        int changed =
                jdbc.sql(
                                """
                                delete from membership
                                where organization_id = ? and account_id = ? and user_id = ?
                                """)
                        .params(caller.organization().value(), account.id().value(), user.value())
                        .update();
        if (changed == 1) {
            record(caller, account, user, DirectoryAction.MEMBERSHIP_REMOVED, Map.of());
        }
    }

    private void record(
            Caller caller,
            Account account,
            UserId user,
            AuditAction action,
            Map<String, String> more) {
        Map<String, String> detail = new java.util.TreeMap<>(more);
        detail.put("account", account.id().toString());
        detail.put("accountName", account.name());
        audit.record(caller, action, Subject.of(user), detail);
    }
}
