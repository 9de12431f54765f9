package dev.latchkey.directory;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.DomainName;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Reason;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which domains are an organization's: where its own people have signed in, as long as nobody else has users there, and
 * those that an operator vouches for. Neither is ever a public mail service's, nor a reserved one.
 */
@Component
class Domains {
    private static final int MOST = 100;

    private final JdbcClient jdbc;
    private final ObjectProvider<ReservedDomains> reserved;
    private final Audit audit;
    private final Clock clock;

    Domains(JdbcClient jdbc, ObjectProvider<ReservedDomains> reserved, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.reserved = reserved;
        this.audit = audit;
        this.clock = clock;
    }

    /** A domain that an operator vouches for. */
    record Vouched(String domain, String reason, Instant at, String by) {}

    /**
     * Whether a user's address may be corrected to one at this domain. That the user has such an address themself says
     * nothing, nor does an address with which nobody has signed in since it was given.
     */
    boolean holds(OrganizationId organization, String domain, UserId corrected) {
        return !PublicMail.is(domain)
                && !isReserved(domain)
                && jdbc.sql(
                                """
                                select :domain as asked, exists (select 1 from organization_domain
                                    where organization_id = :org and domain = :domain)
                                or (exists (select 1 from app_user u
                                        where u.organization_id = :org and u.email_domain = :domain and u.id <> :user
                                          and u.active and u.last_sign_in_at > coalesce(
                                            (select max(c.changed_at) from address_change c
                                             where c.organization_id = u.organization_id and c.user_id = u.id),
                                            '-infinity'))
                                    and not exists (select 1 from app_user
                                        where email_domain = :domain and organization_id <> :org)
                                    and not exists (select 1 from organization_domain
                                        where domain = :domain and organization_id <> :org)) as held
                                """)
                        .param("org", organization.value())
                        .param("domain", domain)
                        .param("user", corrected.value())
                        .query(
                                Asked.key("asked", domain)
                                        .answers((row, number) -> row.getBoolean("held")))
                        .single();
    }

    private boolean isReserved(String domain) {
        return reserved.orderedStream().anyMatch(each -> each.reserved(domain));
    }

    List<Vouched> of(OrganizationId organization) {
        return jdbc.sql(
                        """
                        select domain, reason, vouched_at, vouched_by from organization_domain
                        where organization_id = ? order by domain
                        """)
                .param(organization.value())
                .query((row, number) ->
                        new Vouched(
                                row.getString("domain"),
                                row.getString("reason"),
                                row.getTimestamp("vouched_at").toInstant(),
                                row.getString("vouched_by")))
                .list();
    }

    /** An operator says that the domain is the organization's, and why. */
    @Transactional
    Result<String> vouch(Caller caller, String typed, String reason) {
        String domain = domain(typed).orElse(null);
        if (domain == null) {
            return Result.refused(DirectoryError.NO_DOMAIN, typed.strip());
        }
        if (PublicMail.is(domain) || isReserved(domain)) {
            return Result.refused(DirectoryError.DOMAIN_RESERVED, domain);
        }
        String why = reason.strip();
        if (!Reason.isSound(why)) {
            return Result.refused(DirectoryError.REASON_MISSING, "");
        }
        if (of(caller.organization()).size() >= MOST) {
            return Result.refused(DirectoryError.DOMAINS_TOO_MANY, "");
        }
        int added =
                jdbc.sql(
                                """
                                insert into organization_domain (organization_id, domain, reason, vouched_at, vouched_by)
                                values (?, ?, ?, ?, ?) on conflict (domain) do nothing
                                """)
                        .params(
                                caller.organization().value(),
                                domain,
                                why,
                                Timestamp.from(clock.instant()),
                                caller.actor().name())
                        .update();
        if (added == 0) {
            return Result.refused(DirectoryError.DOMAIN_TAKEN, domain);
        }
        record(caller, DirectoryAction.DOMAIN_VOUCHED, Map.of("domain", domain, "reason", why));
        return Result.ok(domain);
    }

    /** What was asked for by it and has not taken effect is refused from now on. */
    @Transactional
    void withdraw(Caller caller, String domain) {
        int gone =
                jdbc.sql("delete from organization_domain where organization_id = ? and domain = ?")
                        .params(caller.organization().value(), domain)
                        .update();
        if (gone == 1) {
            record(caller, DirectoryAction.DOMAIN_WITHDRAWN, Map.of("domain", domain));
        }
    }

    private static Optional<String> domain(String typed) {
        return DomainName.of(typed.strip())
                .map(DomainName::value)
                .filter(domain -> domain.indexOf('.') > 0);
    }

    private void record(Caller caller, AuditAction action, Map<String, String> detail) {
        audit.record(caller, action, Subject.of(caller.organization()), detail);
    }
}
