package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.DomainName;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The organizations and what edition they have. */
@Component
class Organizations {
    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;

    Organizations(JdbcClient jdbc, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /** How a search narrows the list: a condition on {@code organization o} and the value in it. */
    private record Filter(String condition, Object value) {}

    Optional<Organization> find(OrganizationId id) {
        return versioned(id).map(Versioned::value);
    }

    Optional<Versioned<Organization>> versioned(OrganizationId id) {
        return jdbc.sql("select id, name, edition, version from organization where id = ?")
                .param(id.value())
                .query(
                        Asked.key("id", id)
                                .answers((row, number) ->
                                        new Versioned<>(read(row, number), row.getInt("version"))))
                .optional();
    }

    /** By a part of the name, a SID of it or of what is in it, a user's address, or {@code @} and a domain. */
    Page<Organization> search(SearchText text, int wanted) {
        Filter filter = filter(text);
        long total =
                jdbc.sql("select count(*) from organization o where " + filter.condition())
                        .param("value", filter.value())
                        .query(Long.class)
                        .single();
        int number = Page.within(total, wanted);
        return new Page<>(
                jdbc.sql(
                                """
                                select o.id, o.name, o.edition from organization o where %s
                                order by lower(o.name), o.id limit :size offset :offset
                                """
                                        .formatted(filter.condition()))
                        .param("value", filter.value())
                        .param("size", Page.SIZE)
                        .param("offset", Page.offset(number))
                        .query(Organizations::read)
                        .list(),
                total,
                number);
    }

    private static Filter filter(SearchText text) {
        String typed = text.value();
        return bySid(typed)
                .or(() ->
                        EmailAddress.parse(typed)
                                .map(email ->
                                        new Filter(
                                                "o.id in (select organization_id from app_user where email_key = :value)",
                                                email.key())))
                .or(() -> byDomain(typed))
                .orElseGet(() -> new Filter("lower(o.name) like lower(:value)", text.anywhere()));
    }

    private static Optional<Filter> bySid(String typed) {
        return OrganizationId.parse(typed)
                .map(Sid::value)
                .map(id -> new Filter("o.id = :value", id))
                .or(() -> UserId.parse(typed).map(id -> in("app_user", id)))
                .or(() -> AccountId.parse(typed).map(id -> in("account", id)));
    }

    private static Filter in(String table, Sid id) {
        return new Filter(
                "o.id in (select organization_id from " + table + " where id = :value)",
                id.value());
    }

    private static Optional<Filter> byDomain(String typed) {
        return typed.startsWith("@")
                ? Optional.of(
                        new Filter(
                                "o.id in (select organization_id from app_user where email_domain = :value)",
                                DomainName.of(typed.substring(1))
                                        .map(DomainName::value)
                                        .orElse(typed.substring(1).toLowerCase(Locale.ROOT))))
                : Optional.empty();
    }

    @Transactional
    Result<Organization> create(Actor actor, String name, Edition edition) {
        if (!Names.usable(name)) {
            return Result.refused(DirectoryError.NAME_UNUSABLE, name);
        }
        Organization made = new Organization(OrganizationId.random(), name.strip(), edition);
        jdbc.sql("insert into organization (id, name, edition, created_at) values (?, ?, ?, ?)")
                .params(made.id().value(), made.name(), edition.name(), OffsetDateTime.now(clock))
                .update();
        record(actor, made.id(), DirectoryAction.ORGANIZATION_CREATED, described(made));
        return Result.ok(made);
    }

    /** Changes the version that the caller saw. */
    @Transactional
    Result<Organization> change(
            Actor actor, OrganizationId id, int version, String name, Edition edition) {
        if (!Names.usable(name)) {
            return Result.refused(DirectoryError.NAME_UNUSABLE, name);
        }
        Optional<Organization> before = find(id);
        if (before.isEmpty()) {
            return Result.refused(DirectoryError.ORGANIZATION_UNKNOWN, id.toString());
        }
        Organization after = new Organization(id, name.strip(), edition);
        boolean changed =
                jdbc.sql(
                                """
                                update organization set name = ?, edition = ?, version = version + 1
                                where id = ? and version = ? returning id
                                """)
                        .params(after.name(), edition.name(), id.value(), version)
                        .query(Asked.key("id", id).answers())
                        .optional()
                        .isPresent();
        if (!changed) {
            return Result.refused(
                    DirectoryError.CHANGED_MEANWHILE,
                    before.get().name() + ", " + before.get().edition());
        }
        if (!after.equals(before.get())) {
            record(
                    actor,
                    id,
                    DirectoryAction.ORGANIZATION_CHANGED,
                    Map.of("before", described(before.get()), "after", described(after)));
        }
        return Result.ok(after);
    }

    private void record(Actor actor, OrganizationId id, AuditAction action, Map<String, ?> detail) {
        audit.record(actor, id, action, "organization", id.toString(), detail);
    }

    private static Map<String, Object> described(Organization organization) {
        return Map.of("name", organization.name(), "edition", organization.edition().name());
    }

    static Organization read(ResultSet row, int number) throws SQLException {
        return new Organization(
                new OrganizationId(row.getObject("id", UUID.class)),
                row.getString("name"),
                Edition.valueOf(row.getString("edition")));
    }
}
