package dev.latchkey.cohorts;

import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.directory.PublicMail;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.DomainName;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Says which users a list is for (requirement A11). What can't be used is told by its line; the rest is kept. */
@Component
public class Rules {
    static final int MOST_LINES = 500_000;

    private final JdbcClient jdbc;
    private final Door door;
    private final Cohorts cohorts;
    private final Clock clock;

    Rules(JdbcClient jdbc, Door door, Cohorts cohorts, Clock clock) {
        this.jdbc = jdbc;
        this.door = door;
        this.cohorts = cohorts;
        this.clock = clock;
    }

    /** What came of some lines. */
    public record Added(int taken, List<BadLine> refused) {}

    /** A rule as the page shows it. */
    public record Rule(String kind, String value, String name, String addedBy) {}

    /** What lines mean: looked up before anybody has to wait, and written down afterwards. */
    private record Meant(Map<String, @Nullable UUID> values, int taken, List<BadLine> refused) {}

    @Transactional
    public Result<Added> domains(Caller caller, Cohort given, Lines lines) {
        Meant meant = domains(caller, lines);
        return change(caller, given, cohort -> added(caller, cohort, "DOMAIN", meant));
    }

    private Meant domains(Caller caller, Lines lines) {
        List<BadLine> refused = new ArrayList<>();
        Map<String, @Nullable UUID> values = new LinkedHashMap<>();
        for (Lines.Line line : lines.all()) {
            String domain = domain(line.text()).map(DomainName::value).orElse("");
            Optional<CohortError> problem = problem(caller, domain);
            if (problem.isPresent()) {
                refused.add(new BadLine(line.number(), line.text(), problem.get()));
            } else {
                values.put(domain, null);
            }
        }
        return new Meant(values, lines.all().size() - refused.size(), refused);
    }

    /** As the users' domains are compared; one label alone says nothing about an employer. */
    private static Optional<DomainName> domain(String typed) {
        return DomainName.of(typed.substring(typed.lastIndexOf('@') + 1))
                .filter(domain -> domain.value().indexOf('.') > 0);
    }

    private Optional<CohortError> problem(Caller caller, String domain) {
        if (domain.isEmpty()) {
            return Optional.of(CohortError.DOMAIN_MALFORMED);
        }
        if (PublicMail.is(domain)) {
            return Optional.of(CohortError.DOMAIN_PUBLIC);
        }
        boolean used =
                jdbc.sql(
                                """
                                select exists (select 1 from directory_user where organization_id = ? and email_domain = ?)
                                """)
                        .params(caller.organization().value(), domain)
                        .query(Boolean.class)
                        .single();
        return used ? Optional.empty() : Optional.of(CohortError.DOMAIN_WITHOUT_USERS);
    }

    @Transactional
    public Result<Added> accounts(Caller caller, Cohort given, Lines lines) {
        Meant meant = accounts(caller, lines);
        return change(caller, given, cohort -> added(caller, cohort, "ACCOUNT", meant));
    }

    private Meant accounts(Caller caller, Lines lines) {
        List<BadLine> refused = new ArrayList<>();
        Map<String, @Nullable UUID> values = new LinkedHashMap<>();
        for (Lines.Line line : lines.all()) {
            Optional<AccountId> id = AccountId.parse(line.text());
            boolean known =
                    id.isPresent()
                            && jdbc.sql(
                                            """
                                            select exists (select 1 from directory_account
                                              where organization_id = ? and id = ?)
                                            """)
                                    .params(caller.organization().value(), id.get().value())
                                    .query(Boolean.class)
                                    .single();
            if (known) {
                values.put(id.get().toString(), id.get().value());
            } else {
                refused.add(
                        new BadLine(
                                line.number(),
                                line.text(),
                                id.map(account -> why(caller, account))
                                        .orElse(CohortError.ACCOUNT_MALFORMED)));
            }
        }
        return new Meant(values, lines.all().size() - refused.size(), refused);
    }

    private CohortError why(Caller caller, AccountId id) {
        boolean elsewhere =
                caller.operator()
                        && jdbc.sql("select exists (select 1 from directory_account where id = ?)")
                                .param(id.value())
                                .query(Boolean.class)
                                .single();
        return elsewhere ? CohortError.ACCOUNT_ELSEWHERE : CohortError.ACCOUNT_UNKNOWN;
    }

    private Done<Added> added(Caller caller, Cohort cohort, String kind, Meant meant) {
        int fresh =
                jdbc.sql(
                                """
                                insert into cohort_rule (organization_id, cohort_id, kind, value, account_id, added_at,
                                    added_by)
                                select :org, :cohort, :kind, rule.value, rule.account, :at, :by
                                from unnest(:values, :accounts) as rule (value, account) on conflict do nothing
                                """)
                        .param("org", caller.organization().value())
                        .param("cohort", cohort.id().value())
                        .param("kind", kind)
                        .param("values", meant.values().keySet().toArray(String[]::new))
                        .param("accounts", meant.values().values().toArray(UUID[]::new))
                        .param("at", Timestamp.from(clock.instant()))
                        .param("by", caller.actor().name())
                        .update();
        return added(cohort, kind, fresh, new Added(meant.taken(), meant.refused()));
    }

    /** The domains that are rules of the list. */
    public List<String> domainsOf(Cohort cohort) {
        return of(cohort).stream()
                .filter(rule -> rule.kind().equals("DOMAIN"))
                .map(Rule::value)
                .toList();
    }

    /** Users one by one, by SID or login address. */
    @Transactional
    public Result<Added> users(Caller caller, Cohort given, Lines lines) {
        if (lines.all().size() > MOST_LINES) {
            Lines.Line last = lines.all().get(MOST_LINES);
            return Result.ok(
                    new Added(
                            0,
                            List.of(
                                    new BadLine(
                                            last.number(),
                                            last.text(),
                                            CohortError.LINES_TOO_MANY))));
        }
        Map<Lines.Line, UUID> named = named(caller, lines);
        Set<UUID> own = own(caller, new HashSet<>(named.values()));
        // A customer learns nothing of another organization's users, not even that they are there.
        Set<UUID> anywhere = caller.operator() ? anywhere(new HashSet<>(named.values())) : Set.of();
        List<BadLine> refused = new ArrayList<>();
        Set<UUID> taken = new HashSet<>();
        for (Lines.Line line : lines.all()) {
            UUID id = named.get(line);
            if (id != null && own.contains(id)) {
                taken.add(id);
            } else {
                refused.add(new BadLine(line.number(), line.text(), why(line, id, anywhere)));
            }
        }
        return change(caller, given, cohort -> chosen(caller, cohort, taken, refused));
    }

    private Done<Added> chosen(
            Caller caller, Cohort cohort, Set<UUID> taken, List<BadLine> refused) {
        int fresh =
                jdbc.sql(
                                """
                                insert into cohort_choice (organization_id, cohort_id, user_id, chosen_at, chosen_by)
                                select ?, ?, id, ?, ? from unnest(?) as chosen (id) on conflict do nothing
                                """)
                        .params(
                                caller.organization().value(),
                                cohort.id().value(),
                                Timestamp.from(clock.instant()),
                                caller.actor().name(),
                                taken.toArray(UUID[]::new))
                        .update();
        return added(cohort, "USERS", fresh, new Added(taken.size(), refused));
    }

    private static CohortError why(Lines.Line line, @Nullable UUID id, Set<UUID> anywhere) {
        if (id != null && anywhere.contains(id)) {
            return CohortError.USER_ELSEWHERE;
        }
        boolean sound =
                UserId.parse(line.text()).isPresent()
                        || EmailAddress.known(line.text()).isPresent();
        return sound ? CohortError.USER_UNKNOWN : CohortError.USER_SID_MALFORMED;
    }

    /** What id each line names; lines with an address are looked up, in this organization only. */
    private Map<Lines.Line, UUID> named(Caller caller, Lines lines) {
        Map<Lines.Line, UUID> named = new HashMap<>();
        Map<String, List<Lines.Line>> byKey = new HashMap<>();
        for (Lines.Line line : lines.all()) {
            Optional<UserId> sid = UserId.parse(line.text());
            if (sid.isPresent()) {
                named.put(line, sid.get().value());
            } else {
                EmailAddress.parse(line.text())
                        .ifPresent(email ->
                                byKey.computeIfAbsent(email.key(), k -> new ArrayList<>())
                                        .add(line));
            }
        }
        if (!byKey.isEmpty()) {
            jdbc.sql(
                            """
                            select email_key, min(id::text)::uuid as id from directory_user
                            where organization_id = ? and email_key = any(?) group by email_key having count(*) = 1
                            """)
                    .params(caller.organization().value(), byKey.keySet().toArray(String[]::new))
                    .query(row -> {
                        UUID id = row.getObject("id", UUID.class);
                        byKey.getOrDefault(row.getString("email_key"), List.of())
                                .forEach(line -> named.put(line, id));
                    });
        }
        return named;
    }

    private Set<UUID> own(Caller caller, Set<UUID> ids) {
        return new HashSet<>(
                jdbc.sql("select id from directory_user where organization_id = ? and id = any(?)")
                        .params(caller.organization().value(), ids.toArray(UUID[]::new))
                        .query(UUID.class)
                        .list());
    }

    private Set<UUID> anywhere(Set<UUID> ids) {
        return new HashSet<>(
                jdbc.sql("select id from directory_user where id = any(?)")
                        .param(ids.toArray(UUID[]::new))
                        .query(UUID.class)
                        .list());
    }

    /** Takes a rule away, and returns how many that were. Users who are in the list by it stay there until the list is made again. */
    @Transactional
    public Result<Integer> remove(Caller caller, Cohort given, String kind, String value) {
        return change(
                caller,
                given,
                cohort ->
                        remove(cohort, kind, value)
                                ? Done.recorded(
                                        1,
                                        CohortAction.COHORT_RULE_REMOVED,
                                        Subject.of(cohort.id()),
                                        Map.of("kind", kind, "value", value))
                                : Done.withoutRecord(0));
    }

    private boolean remove(Cohort cohort, String kind, String value) {
        return jdbc.sql(
                                """
                                delete from cohort_rule
                                where organization_id = ? and cohort_id = ? and kind = ? and value = ?
                                """)
                        .params(cohort.organization().value(), cohort.id().value(), kind, value)
                        .update()
                > 0;
    }

    /** Takes back all users that were chosen one by one. Returns how many there were. */
    @Transactional
    public Result<Integer> removeChoices(Caller caller, Cohort given) {
        return change(
                caller,
                given,
                cohort -> {
                    int gone =
                            jdbc.sql(
                                            "delete from cohort_choice where organization_id = ? and cohort_id = ?")
                                    .params(cohort.organization().value(), cohort.id().value())
                                    .update();
                    return gone == 0
                            ? Done.withoutRecord(gone)
                            : Done.recorded(
                                    gone,
                                    CohortAction.COHORT_CHOICES_REMOVED,
                                    Subject.of(cohort.id()),
                                    Map.of("users", gone));
                });
    }

    private <R> Result<R> change(Caller caller, Cohort given, Function<Cohort, Done<R>> change) {
        return door.enter(caller, CohortPermission.NAME_RULES)
                .to(() -> cohorts.lock(caller.organization(), given.id()))
                .unless(CohortError::ifEnforced)
                .change(change);
    }

    /**
     * What is named anew is on record; what was named before, or refused, has changed nothing.
     *
     * @param fresh how many of those taken were not named yet
     */
    private static Done<Added> added(Cohort cohort, String kind, int fresh, Added added) {
        if (fresh == 0) {
            return Done.withoutRecord(added);
        }
        return Done.recorded(
                added,
                CohortAction.COHORT_RULE_ADDED,
                Subject.of(cohort.id()),
                Map.of("kind", kind, "taken", fresh, "refused", added.refused().size()));
    }

    public List<Rule> of(Cohort cohort) {
        return jdbc.sql(
                        """
                        select r.kind, r.value, coalesce(a.name, r.value) as name, r.added_by
                        from cohort_rule r
                        left join directory_account a on a.organization_id = r.organization_id and a.id = r.account_id
                        where r.organization_id = ? and r.cohort_id = ? order by r.kind, name
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .query((row, number) ->
                        new Rule(
                                row.getString("kind"),
                                row.getString("value"),
                                shown(row.getString("kind"), row.getString("name")),
                                row.getString("added_by")))
                .list();
    }

    private static String shown(String kind, String name) {
        return kind.equals("DOMAIN")
                ? DomainName.of(name).map(DomainName::shown).orElse(name)
                : name;
    }

    public long choices(Cohort cohort) {
        return jdbc.sql(
                        "select count(*) from cohort_choice where organization_id = ? and cohort_id = ?")
                .params(cohort.organization().value(), cohort.id().value())
                .query(Long.class)
                .single();
    }
}
