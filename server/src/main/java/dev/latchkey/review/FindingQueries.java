package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.ListRules;
import dev.latchkey.database.Paged;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads who has a finding of a kind: counted, or a page at a time. Only of users who are to switch. */
@Component
class FindingQueries {

    private static final UUID LOWEST = new UUID(0, 0);

    private final JdbcClient jdbc;

    FindingQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many users have a finding, and for how many of them it was accepted. */
    record Count(FindingKind kind, long users, long accepted) {
        public long open() {
            return users - accepted;
        }

        /** Whether it keeps the list from being ready. */
        public boolean unsettled() {
            return kind.settled() != FindingKind.Settled.NEEDLESS && open() > 0;
        }
    }

    /** A page, and whether there is more behind it. */
    record FindingPage(List<FoundUser> users, FindingFilter filter, @Nullable FindingFilter next) {}

    List<Count> counts(Cohort cohort) {
        return Arrays.stream(FindingKind.values()).map(kind -> count(cohort, kind)).toList();
    }

    Count count(Cohort cohort, FindingKind kind) {
        return bind("select count(*), count(a.user_id)" + from(kind), cohort, kind)
                .query((row, number) -> new Count(kind, row.getLong(1), row.getLong(2)))
                .single();
    }

    /**
     * What the page of a kind shows, but for who has signed in since: the comparison, the list, the findings and what
     * was accepted of them.
     */
    Seen seen(Cohort cohort, FindingKind kind) {
        String findings =
                jdbc.sql(
                                """
                                select count(*) || ' ' || coalesce(sum(hashtextextended(
                                    coalesce(likely_email, '') || ' ' || coalesce(why, ''),
                                    uuid_hash_extended(user_id, 0))), 0)
                                from cohort_finding where organization_id = :org and cohort_id = :cohort and kind = :kind
                                """)
                        .param("org", cohort.organization().value())
                        .param("cohort", cohort.id().value())
                        .param("kind", kind.name())
                        .query(String.class)
                        .single();
        String accepted =
                jdbc.sql(
                                """
                                select count(*) || ' ' || coalesce(max(accepted_at)::text, '') from finding_acceptance
                                where organization_id = :org and cohort_id = :cohort and kind = :kind
                                """)
                        .param("org", cohort.organization().value())
                        .param("cohort", cohort.id().value())
                        .param("kind", kind.name())
                        .query(String.class)
                        .single();
        String compared =
                jdbc.sql(
                                """
                                select coalesce(list_id::text, '') || ' ' || wanted || ' ' || done || ' ' || users || ' '
                                    || coalesce(fingerprint, 0)
                                from cohort_comparison where organization_id = :org and cohort_id = :cohort
                                """)
                        .param("org", cohort.organization().value())
                        .param("cohort", cohort.id().value())
                        .query(String.class)
                        .optional()
                        .orElse("none");
        return Seen.of(cohort, kind, findings, accepted, compared);
    }

    FindingPage page(Cohort cohort, FindingKind kind, FindingFilter filter) {
        List<FoundUser> users =
                bind(
                                select(kind)
                                        + """
                                           and (:show = 'open') = (a.user_id is null)
                                           and (:pattern = '%%' or cu.email_key like lower(:pattern)
                                                or lower(cu.email) like lower(:pattern)
                                                or lower(cu.name) like lower(:pattern))
                                           and (cu.email_key, cu.user_id) > (:key, :id)
                                         order by cu.email_key, cu.user_id limit :most
                                        """,
                                cohort,
                                kind)
                        .param("show", filter.show())
                        .param("pattern", filter.pattern())
                        .param("key", filter.afterKey())
                        .param("id", filter.lowest())
                        .param("most", FindingFilter.SIZE + 1)
                        .query(FindingQueries::read)
                        .list();
        if (users.size() <= FindingFilter.SIZE) {
            return new FindingPage(users, filter, null);
        }
        List<FoundUser> shown = users.subList(0, FindingFilter.SIZE);
        return new FindingPage(shown, filter, filter.after(shown.getLast()));
    }

    /** Those of the users who have such a finding that nobody accepted; of all users for null. */
    List<UserId> open(
            Cohort cohort, FindingKind kind, @Nullable List<UserId> users, UUID after, int most) {
        UUID[] ids = users == null ? null : users.stream().map(UserId::value).toArray(UUID[]::new);
        return bind(
                        "select cu.user_id"
                                + from(kind)
                                + """
                                   and a.user_id is null
                                   and (cast(:ids as uuid[]) is null or cu.user_id = any(cast(:ids as uuid[])))
                                   and cu.user_id > :after
                                 order by cu.user_id limit :most
                                """,
                        cohort,
                        kind)
                .param("ids", ids)
                .param("after", after)
                .param("most", most)
                .query((row, number) -> new UserId(row.getObject(1, UUID.class)))
                .list();
    }

    /** The address that the IdP probably has for this user. */
    Optional<String> likely(Cohort cohort, UserId user) {
        return jdbc.sql(
                        """
                        select likely_email from cohort_finding
                        where organization_id = ? and cohort_id = ? and kind = 'ALIAS_SUSPECTED' and user_id = ?
                        """)
                .params(cohort.organization().value(), cohort.id().value(), user.value())
                .query(String.class)
                .optional();
    }

    /** Those of a kind behind this one by address, accepted or not; as many as are read at once for a download. */
    @Transactional(readOnly = true)
    public List<FoundUser> behind(Cohort cohort, FindingKind kind, @Nullable FoundUser last) {
        jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
        return bind(
                        select(kind)
                                + """
                                   and (cu.email_key, cu.user_id) > (:key, :id)
                                 order by cu.email_key, cu.user_id limit :most
                                """,
                        cohort,
                        kind)
                .param("key", last == null ? "" : last.key())
                .param("id", last == null ? LOWEST : last.user().value())
                .param("most", Paged.ROWS)
                .query(FindingQueries::read)
                .list();
    }

    JdbcClient.StatementSpec bind(String sql, Cohort cohort, FindingKind kind) {
        return jdbc.sql(sql)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("connection", cohort.connection().value())
                .param("kind", kind.name())
                .param("outside", ListRules.OUTSIDE);
    }

    private static String select(FindingKind kind) {
        String finding =
                stored(kind)
                        ? "f.likely_email, f.likely_name, f.why"
                        : "null as likely_email, null as likely_name, null as why";
        return """
        select cu.user_id, cu.email, cu.email_key, cu.name, %s, a.accepted_by, a.accepted_at,
            a.reason, (select ac.new_email from address_correction ac where ac.organization_id = :org
                and ac.user_id = cu.user_id and ac.confirmed_at is null and ac.cancelled_at is null
                and ac.expires_at > now()) as corrected_to
        """
                        .formatted(finding)
                + from(kind);
    }

    private static boolean stored(FindingKind kind) {
        return kind != FindingKind.NEVER_SIGNED_IN && kind != FindingKind.OUTSIDE;
    }

    /** The users of a kind; ends within a condition, so that more can follow. */
    static String from(FindingKind kind) {
        return switch (kind) {
            case NEVER_SIGNED_IN ->
                    LISTED
                            + WHERE_IN
                            + """
                             and not exists (select 1 from login_history s where s.organization_id = :org
                                 and s.user_id = cu.user_id and s.connection_id = :connection)
                            """;
            case OUTSIDE ->
                    LISTED + WHERE_LISTED + " and cu.decision = 'OUT' and cu.reason = :outside ";
            default -> LISTED + FOUND + WHERE_IN + (kind.resolvedBySignIn() ? UNRESOLVED : "");
        };
    }

    private static final String LISTED =
            """
             from cohort_member_latest cu
             left join finding_acceptance a on a.organization_id = cu.organization_id and a.cohort_id = cu.cohort_id
                 and a.user_id = cu.user_id and a.kind = :kind and a.email = cu.email
            """;

    private static final String FOUND =
            """
             join cohort_finding f on f.organization_id = cu.organization_id and f.cohort_id = cu.cohort_id
                 and f.user_id = cu.user_id and f.kind = :kind
            """;

    private static final String WHERE_LISTED =
            " where cu.organization_id = :org and cu.cohort_id = :cohort ";

    private static final String WHERE_IN = WHERE_LISTED + " and cu.decision = 'IN' ";

    private static final String UNRESOLVED =
            """
             and not exists (select 1 from login_history s
                 join idp_list i on i.organization_id = s.organization_id and i.connection_id = s.connection_id
                     and i.state = 'READ'
                 where s.organization_id = :org and s.user_id = cu.user_id and s.connection_id = :connection
                   and s.last_at > i.uploaded_at)
            """;

    private static FoundUser read(ResultSet row, int number) throws SQLException {
        String why = row.getString("why");
        Timestamp accepted = row.getTimestamp("accepted_at");
        return new FoundUser(
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("email"),
                row.getString("email_key"),
                row.getString("name"),
                row.getString("likely_email"),
                row.getString("likely_name"),
                why == null ? null : FoundUser.Why.valueOf(why),
                row.getString("accepted_by"),
                accepted == null ? null : accepted.toInstant(),
                row.getString("reason"),
                row.getString("corrected_to"));
    }
}
