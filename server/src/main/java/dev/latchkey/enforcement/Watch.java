package dev.latchkey.enforcement;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.failures.FailureWords;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the sign-ins after a switch, those that work and those that fail, by reason. */
@Component
class Watch {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration SLICE = Duration.ofMinutes(15);
    private static final int SLICES = 8;

    private final JdbcClient jdbc;
    private final Clock clock;

    Watch(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A reason and how often it came. */
    record Reason(String code, long times, String lastReference, Instant lastAt) {
        public String words() {
            return FailureWords.of(code).map(FailureWords::meaning).orElse(code);
        }
    }

    /** Sign-ins in a quarter of an hour. */
    record Slice(Instant from, long succeeded, long failed) {}

    /** A warning that both sides got. */
    record Warning(Instant at, long failed, long succeeded) {}

    /**
     * What was seen.
     *
     * @param since the switch, or a week ago
     * @param stillToCome users who switched and have not signed in since
     */
    record Seen(
            Instant since,
            long succeeded,
            long failed,
            long stillToCome,
            List<Reason> reasons,
            List<Slice> slices,
            @Nullable Warning warning) {
        public long most() {
            return slices.stream()
                    .mapToLong(each -> Math.max(each.succeeded(), each.failed()))
                    .max()
                    .orElse(0);
        }
    }

    Seen of(Cohort cohort) {
        Instant now = clock.instant();
        Instant switched = cohort.enforcedAt() == null ? now : cohort.enforcedAt();
        Instant since = switched.isBefore(now.minus(LONGEST)) ? now.minus(LONGEST) : switched;
        List<Reason> reasons = reasons(cohort, since);
        return new Seen(
                since,
                succeeded(cohort, since, now.plusSeconds(1)),
                reasons.stream().mapToLong(Reason::times).sum(),
                stillToCome(cohort, switched),
                reasons,
                slices(cohort, now),
                warning(cohort, since));
    }

    private List<Reason> reasons(Cohort cohort, Instant since) {
        return jdbc.sql(
                        """
                        select code, count(*) as times, (array_agg(reference order by at desc))[1] as reference,
                            max(at) as last_at
                        from login_failure where organization_id = ? and connection_id = ? and at >= ?
                        group by code order by times desc, code limit 20
                        """)
                .params(
                        cohort.organization().value(),
                        cohort.connection().value(),
                        Timestamp.from(since))
                .query((row, number) ->
                        new Reason(
                                row.getString("code"),
                                row.getLong("times"),
                                row.getString("reference"),
                                row.getTimestamp("last_at").toInstant()))
                .list();
    }

    long failed(Cohort cohort, Instant since, Instant until) {
        return jdbc.sql(
                        """
                        select count(*) from login_failure
                        where organization_id = ? and connection_id = ? and at >= ? and at < ?
                        """)
                .params(
                        cohort.organization().value(),
                        cohort.connection().value(),
                        Timestamp.from(since),
                        Timestamp.from(until))
                .query(Long.class)
                .single();
    }

    /** The IdP's records are the connection's. */
    long succeeded(Cohort cohort, Instant since, Instant until) {
        return jdbc.sql(
                        """
                        select count(*) from audit_entry
                        where organization_id = ? and at >= ? and at < ? and action = 'login.sso' and actor_id = ?
                        """)
                .params(
                        cohort.organization().value(),
                        Timestamp.from(since),
                        Timestamp.from(until),
                        cohort.connection().toString())
                .query(Long.class)
                .single();
    }

    private long stillToCome(Cohort cohort, Instant switched) {
        return jdbc.sql(
                        """
                        select count(*) from cohort_member_in(:org, :cohort, :revision) cu
                        where cu.decision = 'IN' and not exists (select 1 from login_history s where s.organization_id = cu.organization_id
                            and s.user_id = cu.user_id and s.connection_id = :connection and s.last_at >= :at)
                        """)
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", cohort.revision())
                .param("connection", cohort.connection().value())
                .param("at", Timestamp.from(switched))
                .query(Long.class)
                .single();
    }

    private List<Slice> slices(Cohort cohort, Instant now) {
        long width = SLICE.toSeconds();
        long last = now.getEpochSecond() / width;
        return LongStream.rangeClosed(last - SLICES + 1, last)
                .mapToObj(slice -> Instant.ofEpochSecond(slice * width))
                .map(from ->
                        new Slice(
                                from,
                                succeeded(cohort, from, from.plus(SLICE)),
                                failed(cohort, from, from.plus(SLICE))))
                .toList();
    }

    private @Nullable Warning warning(Cohort cohort, Instant since) {
        return jdbc.sql(
                        """
                        select at, failed, succeeded from rollout_warning
                        where organization_id = ? and rollout_id = ? and at >= ? order by at desc limit 1
                        """)
                .params(
                        cohort.organization().value(),
                        cohort.rollout().value(),
                        Timestamp.from(since))
                .query((row, number) ->
                        new Warning(
                                row.getTimestamp("at").toInstant(),
                                row.getLong("failed"),
                                row.getLong("succeeded")))
                .optional()
                .orElse(null);
    }
}
