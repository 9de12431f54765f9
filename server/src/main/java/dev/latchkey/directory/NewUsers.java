package dev.latchkey.directory;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Creates many users at once: a few statements for thousands, and a record for each of them all the same. */
@Component
public class NewUsers {
    private static final int AT_ONCE = 5000;

    private final JdbcClient jdbc;
    private final EmailLocks locks;
    private final Audit audit;
    private final Clock clock;

    NewUsers(JdbcClient jdbc, EmailLocks locks, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
    }

    /** A user whose values are good as they are. */
    public record Newcomer(
            EmailAddress email,
            String name,
            boolean admin,
            User.Kind kind,
            List<AccountId> accounts) {
        public Newcomer {
            accounts = List.copyOf(accounts);
        }
    }

    /**
     * Keeps everybody else from these addresses until the caller's transaction ends.
     *
     * @param keys as {@link EmailAddress#key} has them
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(Collection<String> keys) {
        locks.takeAll(keys);
    }

    /** The caller holds the addresses, and has looked since that they are free. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void insert(Caller caller, UUID importId, List<Newcomer> newcomers) {
        for (int from = 0; from < newcomers.size(); from += AT_ONCE) {
            List<Newcomer> some =
                    newcomers.subList(from, Math.min(from + AT_ONCE, newcomers.size()));
            List<UserId> ids = some.stream().map(each -> UserId.next()).toList();
            insertUsers(caller.organization(), ids, some);
            insertMemberships(caller.organization(), ids, some);
            record(caller, importId, ids, some);
        }
    }

    private void insertUsers(OrganizationId organization, List<UserId> ids, List<Newcomer> some) {
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, admin, kind,
                            created_at)
                        select :organization, n.id::uuid, n.email, n.email_key, n.email_domain, n.name, n.admin::boolean,
                            n.kind, :now
                        from unnest(:ids, :emails, :keys, :domains, :names, :admins, :kinds)
                            as n (id, email, email_key, email_domain, name, admin, kind)
                        """)
                .param("organization", organization.value())
                .param("ids", texts(ids, id -> id.value().toString()))
                .param("emails", texts(some, each -> each.email().value()))
                .param("keys", texts(some, each -> each.email().key()))
                .param("domains", texts(some, each -> each.email().domain()))
                .param("names", texts(some, Newcomer::name))
                .param("admins", texts(some, each -> Boolean.toString(each.admin())))
                .param("kinds", texts(some, each -> each.kind().name()))
                .param("now", OffsetDateTime.now(clock))
                .update();
    }

    private void insertMemberships(
            OrganizationId organization, List<UserId> ids, List<Newcomer> some) {
        List<String> users = new ArrayList<>();
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            for (var account : some.get(i).accounts()) {
                users.add(ids.get(i).value().toString());
                accounts.add(account.value().toString());
            }
        }
        if (users.isEmpty()) {
            return;
        }
        jdbc.sql(
                        """
                        insert into membership (organization_id, account_id, user_organization_id, user_id, created_at)
                        select :organization, m.account::uuid, :organization, m.user_id::uuid, :now
                        from unnest(:accounts, :users) as m (account, user_id)
                        """)
                .param("organization", organization.value())
                .param("accounts", accounts.toArray(String[]::new))
                .param("users", users.toArray(String[]::new))
                .param("now", OffsetDateTime.now(clock))
                .update();
    }

    private void record(Caller caller, UUID importId, List<UserId> ids, List<Newcomer> some) {
        Map<String, Map<String, ?>> details = new LinkedHashMap<>();
        for (int i = 0; i < some.size(); i++) {
            Newcomer each = some.get(i);
            details.put(
                    ids.get(i).toString(),
                    Map.of(
                            "email", each.email().value(),
                            "name", each.name(),
                            "admin", each.admin(),
                            "kind", each.kind().name(),
                            "accounts", each.accounts().stream().map(Object::toString).toList(),
                            "import", importId.toString()));
        }
        audit.recordAll(caller, DirectoryAction.USER_CREATED, "user", details);
    }

    private static <T> String[] texts(List<T> all, java.util.function.Function<T, String> text) {
        return all.stream().map(text).toArray(String[]::new);
    }
}
