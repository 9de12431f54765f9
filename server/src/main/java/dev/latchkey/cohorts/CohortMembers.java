package dev.latchkey.cohorts;

import dev.latchkey.database.Paged;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.SqlTime;
import dev.latchkey.shared.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads lists of users, a page at a time: a list of a million is never in memory. {@link ListExport} writes one. */
@Component
public class CohortMembers {
    private static final String LINES =
            """
            select cu.user_id, cu.email, cu.email_key, cu.name, cu.found_by, cu.decision, cu.reason,
                u.email as email_now, u.active, s.last_at
            from cohort_member_in(?, ?, ?) cu
            join cohort c on c.organization_id = cu.organization_id and c.id = cu.cohort_id
            join directory_user u on u.organization_id = cu.organization_id and u.id = cu.user_id
            left join login_history s on s.organization_id = cu.organization_id and s.user_id = cu.user_id
                and s.connection_id = c.connection_id
            where true
            """;

    private final JdbcClient jdbc;

    CohortMembers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A page of a list, and whether there is more behind it. */
    record ListPage(List<ListedUser> users, ListFilter filter, @Nullable ListFilter next) {}

    public ListCount count(Cohort cohort) {
        return count(cohort, cohort.revision());
    }

    public ListCount count(Cohort cohort, int revision) {
        return jdbc.sql(
                        """
                        select * from cohort_revision where organization_id = ? and cohort_id = ? and revision = ?
                        """)
                .params(cohort.organization().value(), cohort.id().value(), revision)
                .query(
                        Asked.key("organization_id", cohort.organization())
                                .and("cohort_id", cohort.id())
                                .and("revision", revision)
                                .answers(CohortMembers::readCount))
                .optional()
                .orElse(ListCount.NONE);
    }

    /** All revisions, the first one first. */
    public List<ListCount> revisions(Cohort cohort) {
        return jdbc.sql(
                        """
                        select * from cohort_revision where organization_id = ? and cohort_id = ? order by revision
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .query(CohortMembers::readCount)
                .list();
    }

    /** Planned for this organization: a plan for any would take a large one for small. */
    @Transactional(readOnly = true)
    public ListPage page(Cohort cohort, ListFilter filter) {
        jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
        List<Object> values =
                new ArrayList<>(
                        List.of(
                                cohort.organization().value(),
                                cohort.id().value(),
                                cohort.revision()));
        // What isn't asked for isn't in the statement: a plan for every filter would be good for
        // none.
        StringBuilder sql = new StringBuilder(LINES);
        if (!filter.decision().isEmpty()) {
            sql.append(" and cu.decision = ?");
            values.add(filter.decision());
        }
        if (!filter.text().isEmpty()) {
            sql.append(
                    " and (cu.email_key like lower(?) or lower(cu.email) like lower(?)"
                            + " or lower(cu.name) like lower(?))");
            values.addAll(List.of(filter.pattern(), filter.pattern(), filter.pattern()));
        }
        sql.append(" and (cu.email_key, cu.user_id) > (?, ?) order by cu.email_key, cu.user_id");
        values.addAll(List.of(filter.afterKey(), filter.lowest()));
        List<ListedUser> users =
                jdbc.sql(sql + " limit " + (ListFilter.SIZE + 1))
                        .params(values)
                        .query(CohortMembers::read)
                        .list();
        if (users.size() <= ListFilter.SIZE) {
            return new ListPage(users, filter, null);
        }
        List<ListedUser> shown = users.subList(0, ListFilter.SIZE);
        ListedUser last = shown.getLast();
        return new ListPage(shown, filter, filter.after(last.key(), last.user()));
    }

    /** What is decided about a user under an address. */
    public record Decision(
            UserId user, String email, String key, boolean in, @Nullable String reason) {}

    /** Every decision of a revision, by address. */
    @Transactional(readOnly = true)
    public void decisions(Cohort cohort, int revision, Consumer<Decision> line) {
        jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
        Paged.each((@Nullable Decision last) -> decisions(cohort, revision, last), line::accept);
    }

    private List<Decision> decisions(Cohort cohort, int revision, @Nullable Decision last) {
        return jdbc.sql(
                        """
                        select user_id, email, email_key, decision, reason from cohort_member_in(?, ?, ?)
                        where (email_key, user_id) > (?, ?)
                        order by email_key, user_id limit ?
                        """)
                .params(
                        cohort.organization().value(),
                        cohort.id().value(),
                        revision,
                        last == null ? "" : last.key(),
                        last == null ? ListFilter.LOWEST : last.user().value(),
                        Paged.ROWS)
                .query((row, number) ->
                        new Decision(
                                new UserId(row.getObject(1, UUID.class)),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4).equals("IN"),
                                row.getString(5)))
                .list();
    }

    private static ListedUser read(ResultSet row, int number) throws SQLException {
        return new ListedUser(
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("email"),
                row.getString("email_key"),
                row.getString("email_now"),
                row.getString("name"),
                row.getString("found_by"),
                row.getString("decision").equals("IN"),
                row.getString("reason"),
                row.getBoolean("active"),
                SqlTime.instant(row.getTimestamp("last_at")));
    }

    private static ListCount readCount(ResultSet row, int number) throws SQLException {
        return new ListCount(
                row.getInt("revision"),
                row.getTimestamp("made_at").toInstant(),
                row.getString("made_by"),
                row.getLong("users_in"),
                row.getLong("users_out"),
                row.getInt("changes"),
                row.getString("digest"));
    }

    /** How many of those in the list are also in another one that is approved. */
    public long inOthers(Cohort cohort) {
        return jdbc.sql(
                        """
                        select count(*) from cohort_member_latest l
                        where l.organization_id = :org and l.cohort_id = :cohort and l.decision = 'IN' and exists (
                            select 1 from cohort_member m
                            where m.organization_id = :org and m.user_id = l.user_id and m.decision = 'IN'
                              and m.cohort_id <> :cohort and m.state in ('APPROVED', 'ANNOUNCED', 'ENFORCED'))
                        """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .query(Long.class)
                .single();
    }

    /**
     * SHA-256 over a line for each user of the list as it is, by address: SID, address and decision, with a tab between
     * and a newline behind.
     */
    public String digest(Cohort cohort) {
        MessageDigest sha256 = sha256();
        decisions(
                cohort,
                cohort.revision(),
                user ->
                        sha256.update(
                                (user.user()
                                                + "\t"
                                                + user.email()
                                                + "\t"
                                                + (user.in() ? "IN" : "OUT")
                                                + "\n")
                                        .getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    /**
     * A list of a million is looked through by one processor until the transaction ends: the others are for those who
     * sign in meanwhile.
     */
    public void leaveRoomForSignIns() {
        jdbc.sql("set local max_parallel_workers_per_gather = 0").update();
    }
}
