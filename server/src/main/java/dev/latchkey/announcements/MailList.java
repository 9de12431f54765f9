package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.database.Paged;
import dev.latchkey.shared.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Shows what became of the mails, by address and a page at a time. */
@Repository
class MailList {
    static final int SIZE = 50;
    private static final UUID LOWEST = new UUID(0, 0);
    private static final String[] STATES =
            Arrays.stream(MailState.values()).map(Enum::name).toArray(String[]::new);
    private static final String LINES =
            """
            select m.user_id, m.email, m.email_key, u.name, m.state, m.tries, m.settled_at, m.problem,
                m.acknowledged_by
            from announcement_mail m
            join directory_user u on u.organization_id = m.organization_id and u.id = m.user_id
            where m.organization_id = ? and m.cohort_id = ? and m.revision = ?
            """;

    private final JdbcClient jdbc;

    MailList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A part of the list.
     *
     * @param next the last user shown, where there are more behind
     */
    record Part(List<MailRow> rows, @Nullable UserId next) {}

    MailCounts count(Announcement announcement) {
        Map<MailState, Long> byState = new EnumMap<>(MailState.class);
        if (announcement.revision() == null) {
            return new MailCounts(byState, 0);
        }
        long[] unacknowledged = {0};
        jdbc.sql(
                        """
                        select state, count(*) as mails,
                            count(*) filter (where state in ('REFUSED', 'UNSURE') and acknowledged_at is null) as open
                        from announcement_mail where organization_id = ? and cohort_id = ? and revision = ?
                        group by state
                        """)
                .params(
                        announcement.organization().value(),
                        announcement.cohort().value(),
                        announcement.revision())
                .query(row -> {
                    byState.put(MailState.valueOf(row.getString("state")), row.getLong("mails"));
                    unacknowledged[0] += row.getLong("open");
                });
        return new MailCounts(byState, unacknowledged[0]);
    }

    /** Those in this state, or all, behind the user whose mail was shown last. */
    Part page(Announcement announcement, @Nullable MailState state, @Nullable UserId after) {
        String key = after == null ? "" : keyOf(announcement, after).orElse("");
        List<MailRow> rows =
                jdbc.sql(
                                LINES
                                        + """
                                          and (? = '' or m.state = ?)
                                          and (m.email_key, m.user_id) > (?, ?)
                                        order by m.email_key, m.user_id limit ?
                                        """)
                        .params(
                                announcement.organization().value(),
                                announcement.cohort().value(),
                                announcement.mailed(),
                                state == null ? "" : state.name(),
                                state == null ? "" : state.name(),
                                key,
                                after == null ? LOWEST : after.value(),
                                SIZE + 1)
                        .query(MailList::read)
                        .list();
        return rows.size() <= SIZE
                ? new Part(rows, null)
                : new Part(rows.subList(0, SIZE), rows.get(SIZE - 1).user());
    }

    private Optional<String> keyOf(Announcement announcement, UserId user) {
        return jdbc.sql(
                        """
                        select email_key from announcement_mail
                        where organization_id = ? and cohort_id = ? and user_id = ?
                        """)
                .params(
                        announcement.organization().value(),
                        announcement.cohort().value(),
                        user.value())
                .query(String.class)
                .optional();
    }

    /**
     * The mails behind this one by address; as many as are read at once for a download. The index has them by state, so
     * the first of each state are merged.
     */
    @Transactional(readOnly = true)
    public List<MailRow> behind(Announcement announcement, @Nullable MailRow last) {
        jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
        return jdbc.sql(
                        """
                        select m.user_id, m.email, m.email_key, u.name, m.state, m.tries, m.settled_at, m.problem,
                            m.acknowledged_by
                        from (
                            select x.* from unnest(:states::text[]) each(state), lateral (
                                select * from announcement_mail y
                                where y.organization_id = :org and y.cohort_id = :cohort and y.state = each.state
                                  and y.revision = :revision and (y.email_key, y.user_id) > (:key, :user)
                                order by y.email_key, y.user_id limit :most) x
                            order by x.email_key, x.user_id limit :most) m
                        join directory_user u on u.organization_id = m.organization_id and u.id = m.user_id
                        order by m.email_key, m.user_id
                        """)
                .param("states", STATES)
                .param("org", announcement.organization().value())
                .param("cohort", announcement.cohort().value())
                .param("revision", announcement.mailed())
                .param("key", last == null ? "" : last.key())
                .param("user", last == null ? LOWEST : last.user().value())
                .param("most", Paged.ROWS)
                .query(MailList::read)
                .list();
    }

    /** Whose mail the preview shows: the first user of the list. */
    Optional<Recipient> first(Cohort cohort) {
        int revision =
                cohort.approvedRevision() == null ? cohort.revision() : cohort.approvedRevision();
        return jdbc.sql(
                        """
                        select u.email, u.name from cohort_member_in(?, ?, ?) cu
                        join directory_user u on u.organization_id = cu.organization_id and u.id = cu.user_id
                        where cu.decision = 'IN'
                        order by cu.email_key, cu.user_id limit 1
                        """)
                .params(cohort.organization().value(), cohort.id().value(), revision)
                .query((row, number) ->
                        new Recipient(row.getString("email"), row.getString("name")))
                .optional();
    }

    /** Who gets a mail. */
    record Recipient(String email, String name) {}

    private static MailRow read(ResultSet row, int number) throws SQLException {
        return new MailRow(
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("email"),
                row.getString("email_key"),
                row.getString("name"),
                MailState.valueOf(row.getString("state")),
                row.getInt("tries"),
                AnnouncementStore.instant(row.getTimestamp("settled_at")),
                row.getString("problem"),
                row.getString("acknowledged_by"));
    }
}
