package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.MembershipBuilder;
import dev.latchkey.shared.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the directory and the rules say now against the list as it was approved, or as it was made where it was not
 * approved yet (requirement D7). Changes nothing: whoever wants them makes the list again.
 */
@Component
class Differences {
    static final int SHOWN = 100;

    private final JdbcClient jdbc;
    private final MembershipBuilder maker;

    Differences(JdbcClient jdbc, MembershipBuilder maker) {
        this.jdbc = jdbc;
        this.maker = maker;
    }

    /** The kinds of differences. */
    enum Kind {
        NEW("New", "The rules find them now; the list does not have them."),
        CHANGED(
                "Another address",
                "They are in the list with an address that they no longer have."),
        GONE("No longer found", "They are in the list, but changed their domain or account since."),
        INACTIVE("Deactivated", "They are in the list, but were deactivated since.");

        private final String title;
        private final String explanation;

        Kind(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }

        public String title() {
            return title;
        }

        public String explanation() {
            return explanation;
        }
    }

    /** One user: the address in the list, and the one of now. */
    record Line(UserId user, @Nullable String listed, String now, String name) {}

    /** All of a kind: how many, and the first of them. */
    record Part(Kind kind, long count, List<Line> first) {}

    /** The revision that was looked at, and what is different. */
    record Found(int revision, boolean approved, List<Part> parts) {
        public boolean none() {
            return parts.stream().allMatch(part -> part.count() == 0);
        }
    }

    @Transactional
    public Found of(Cohort cohort) {
        Integer approved = cohort.approvedRevision();
        int revision = approved == null ? cohort.revision() : approved;
        maker.findNow(cohort);
        List<Part> parts = new ArrayList<>();
        Arrays.stream(Kind.values()).forEach(kind -> parts.add(part(cohort, revision, kind)));
        return new Found(revision, approved != null, parts);
    }

    private Part part(Cohort cohort, int revision, Kind kind) {
        String from = from(kind);
        long count = bind("select count(*) " + from, cohort, revision).query(Long.class).single();
        List<Line> first =
                count == 0
                        ? List.of()
                        : bind(
                                        "select u.id, %s as listed, u.email, u.name "
                                                        .formatted(
                                                                kind == Kind.NEW
                                                                        ? "null"
                                                                        : "cu.email")
                                                + from
                                                + " order by u.email_key, u.id limit "
                                                + SHOWN,
                                        cohort,
                                        revision)
                                .query((row, number) ->
                                        new Line(
                                                new UserId(row.getObject(1, UUID.class)),
                                                row.getString(2),
                                                row.getString(3),
                                                row.getString(4)))
                                .list();
        return new Part(kind, count, first);
    }

    private JdbcClient.StatementSpec bind(String sql, Cohort cohort, int revision) {
        return jdbc.sql(sql)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", revision);
    }

    private static String from(Kind kind) {
        return switch (kind) {
            case NEW ->
                    """
                    from found f join directory_user u on u.organization_id = :org and u.id = f.user_id
                    where f.out is null and not exists (
                        select 1 from cohort_member_in(:org, :cohort, :revision) cu where cu.user_id = f.user_id)
                    """;
            case CHANGED -> LISTED + " and u.email <> cu.email";
            case GONE ->
                    LISTED + " and not exists (select 1 from found f where f.user_id = cu.user_id)";
            case INACTIVE -> LISTED + " and not u.active";
        };
    }

    private static final String LISTED =
            """
            from cohort_member_in(:org, :cohort, :revision) cu
            join directory_user u on u.organization_id = cu.organization_id and u.id = cu.user_id
            where cu.decision = 'IN'
            """;
}
