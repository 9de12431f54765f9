package dev.latchkey.review;

import dev.latchkey.rollout.Cohort;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many users have a finding of each kind. Counting a million takes seconds, so it is done when something has
 * changed and not each time somebody looks. Sign-ins count for nothing here: they can only settle what was open, and
 * what is open is counted again soon.
 */
@Component
class FindingCounts {
    private static final Duration OPEN_GOOD_FOR = Duration.ofSeconds(30);
    private static final Duration SETTLED_GOOD_FOR = Duration.ofMinutes(10);
    private static final TypeReference<Map<FindingKind, long[]>> KEPT = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final FindingLists findings;
    private final JsonMapper json;
    private final Clock clock;

    FindingCounts(JdbcClient jdbc, FindingLists findings, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.findings = findings;
        this.json = json;
        this.clock = clock;
    }

    /** What was counted, when, and whether nothing has changed since; before it, which change was the last. */
    private record Kept(
            long recount,
            boolean current,
            @Nullable Instant at,
            @Nullable List<FindingLists.Count> counts) {
        boolean goodFor(Duration age, Instant now) {
            return current && at != null && at.plus(age).isAfter(now);
        }
    }

    /** For the pages: of this moment, or of not long ago. */
    List<FindingLists.Count> of(Cohort cohort) {
        Kept kept = kept(cohort).orElse(null);
        if (kept == null) {
            return findings.counts(cohort);
        }
        List<FindingLists.Count> counts = kept.counts();
        boolean good =
                counts != null
                        && kept.goodFor(
                                settled(counts) ? SETTLED_GOOD_FOR : OPEN_GOOD_FOR,
                                clock.instant());
        return counts != null && good ? counts : count(cohort, kept.recount());
    }

    /** What keeps a list from being ready. */
    List<FindingLists.Count> unsettled(Cohort cohort) {
        List<FindingLists.Count> known =
                kept(cohort)
                        .filter(Kept::current)
                        .map(Kept::counts)
                        .filter(FindingCounts::settled)
                        .orElseGet(() -> of(cohort));
        return known.stream().filter(FindingLists.Count::unsettled).toList();
    }

    private static boolean settled(List<FindingLists.Count> counts) {
        return counts.stream().noneMatch(FindingLists.Count::unsettled);
    }

    /** Something has changed that is counted here. */
    void again(OrganizationId organization, CohortId cohort) {
        jdbc.sql(
                        """
                        update cohort_comparison set recount = recount + 1 where organization_id = ? and cohort_id = ?
                        """)
                .params(organization.value(), cohort.value())
                .update();
    }

    /** The number of the last change was read before; whatever changes while this counts makes it count again. */
    private List<FindingLists.Count> count(Cohort cohort, long recount) {
        List<FindingLists.Count> counts = findings.counts(cohort);
        Map<FindingKind, long[]> kept = new EnumMap<>(FindingKind.class);
        counts.forEach(each -> kept.put(each.kind(), new long[] {each.users(), each.accepted()}));
        jdbc.sql(
                        """
                        update cohort_comparison set counted = :recount, counted_at = :now, counts = :counts::jsonb
                        where organization_id = :org and cohort_id = :cohort and counted <= :recount
                        """)
                .param("recount", recount)
                .param("now", Timestamp.from(clock.instant()))
                .param("counts", json.writeValueAsString(kept))
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .update();
        return counts;
    }

    private Optional<Kept> kept(Cohort cohort) {
        return jdbc.sql(
                        """
                        select recount, counted, counted_at, counts::text as counts from cohort_comparison
                        where organization_id = ? and cohort_id = ?
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .query(this::read)
                .optional();
    }

    private Kept read(ResultSet row, int number) throws SQLException {
        Timestamp at = row.getTimestamp("counted_at");
        String counts = row.getString("counts");
        return new Kept(
                row.getLong("recount"),
                row.getLong("recount") == row.getLong("counted"),
                at == null ? null : at.toInstant(),
                counts == null ? null : parse(counts));
    }

    private List<FindingLists.Count> parse(String text) {
        Map<FindingKind, long[]> kept = json.readValue(text, KEPT);
        return Arrays.stream(FindingKind.values())
                .map(kind -> {
                    long[] numbers = kept.getOrDefault(kind, new long[2]);
                    return new FindingLists.Count(kind, numbers[0], numbers[1]);
                })
                .toList();
    }
}
