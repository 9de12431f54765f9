package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.listing.Listing;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.SortKey;
import dev.latchkey.listing.Wanted;
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
import java.util.List;
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
    private static final String NAME_HAS = "lower(o.name) like lower(:value)";

    /** Looked up for each organization of a part, or for each user of the domain, whichever are fewer. */
    private static final String HAS_DOMAIN =
            """
            exists (select 1 from app_user u where u.organization_id = o.id and u.email_domain = :value)
            """;

    private final JdbcClient jdbc;
    private final Listing listing;
    private final Audit audit;
    private final Clock clock;

    Organizations(JdbcClient jdbc, Listing listing, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.listing = listing;
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
    Part<Organization> search(SearchText text, Wanted wanted) {
        if (text.isEmpty()) {
            return listing.part(query("true", Map.of()), wanted);
        }
        return filter(text)
                .map(filter ->
                        listing.part(
                                query(filter.condition(), Map.of("value", filter.value())), wanted))
                .orElseGet(() ->
                        listing.part(
                                query(NAME_HAS, Map.of("value", text.anywhere())),
                                query("true", Map.of("value", text.anywhere())),
                                NAME_HAS,
                                wanted));
    }

    private static Listing.Query<Organization> query(String condition, Map<String, ?> values) {
        return new Listing.Query<>(
                "o.id, o.name, o.edition",
                "from organization o where " + condition,
                values,
                List.of(SortKey.text("lower(o.name)"), SortKey.id("o.id")),
                Organizations::read);
    }

    private static Optional<Filter> filter(SearchText text) {
        String typed = text.value();
        return bySid(typed)
                .or(() ->
                        EmailAddress.parse(typed)
                                .map(email ->
                                        new Filter(
                                                "o.id in (select organization_id from app_user where email_key = :value)",
                                                email.key())))
                .or(() -> byDomain(typed));
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
                                HAS_DOMAIN,
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
        Organization made = new Organization(OrganizationId.next(), name.strip(), edition);
        jdbc.sql("insert into organization (id, name, edition, created_at) values (?, ?, ?, ?)")
                .params(made.id().value(), made.name(), edition.name(), OffsetDateTime.now(clock))
                .update();
        audit.record(
                actor,
                made.id(),
                DirectoryAction.ORGANIZATION_CREATED,
                "organization",
                made.id().toString(),
                described(made));
        return Result.ok(made);
    }

    /** Changes the version that the caller saw. */
    @Transactional
    Result<Organization> change(Caller caller, int version, String name, Edition edition) {
        if (!Names.usable(name)) {
            return Result.refused(DirectoryError.NAME_UNUSABLE, name);
        }
        Optional<Organization> before = find(caller.organization());
        if (before.isEmpty()) {
            return Result.refused(
                    DirectoryError.ORGANIZATION_UNKNOWN, caller.organization().toString());
        }
        Organization after = new Organization(caller.organization(), name.strip(), edition);
        boolean changed =
                jdbc.sql(
                                """
                                update organization set name = ?, edition = ?, version = version + 1
                                where id = ? and version = ? returning id
                                """)
                        .params(
                                after.name(),
                                edition.name(),
                                caller.organization().value(),
                                version)
                        .query(Asked.key("id", caller.organization()).answers())
                        .optional()
                        .isPresent();
        if (!changed) {
            return Result.refused(
                    DirectoryError.CHANGED_MEANWHILE,
                    before.get().name() + ", " + before.get().edition());
        }
        if (!after.equals(before.get())) {
            audit.record(
                    caller,
                    DirectoryAction.ORGANIZATION_CHANGED,
                    Subject.of(after.id()),
                    Map.of("before", described(before.get()), "after", described(after)));
        }
        return Result.ok(after);
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
