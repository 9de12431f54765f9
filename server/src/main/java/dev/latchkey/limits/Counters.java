package dev.latchkey.limits;

import dev.latchkey.shared.Tokens;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts in the database, so that they hold over all nodes, by its clock. Each sinks by its limit in a quarter of an
 * hour, steadily. One statement counts on all counters of a try, in one order, and the table has no write-ahead log: a
 * row that thousands come to is held for as long as the statement takes, without a wait for the disk. What that costs is
 * the counts at a crash of the database.
 */
@Component
class Counters {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final JdbcClient jdbc;

    Counters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Something that is counted.
     *
     * @param id from {@link #id}
     * @param limit by how much it sinks in a quarter of an hour
     * @param most what it never exceeds; a count beyond is not taken
     */
    record Counter(long id, double limit, double most) {
        static Counter of(String key, int limit) {
            return new Counter(Counters.id(key), limit, limit);
        }

        /** One that goes on counting beyond its limit, up to this. */
        static Counter of(String key, int limit, int most) {
            return new Counter(Counters.id(key), limit, most);
        }
    }

    /**
     * What came of a count.
     *
     * @param taken whether it was counted; not when the counter was full
     */
    record Count(double level, boolean taken) {}

    static long id(String key) {
        return ByteBuffer.wrap(Tokens.hash(key)).getLong();
    }

    /** Counts one on each, and says for each where it stands. */
    Map<Long, Count> take(List<Counter> counters) {
        return count(counters, 1);
    }

    /** Takes a count back. */
    void giveBack(List<Counter> counters) {
        if (!counters.isEmpty()) {
            count(counters, -1);
        }
    }

    private Map<Long, Count> count(List<Counter> counters, double weight) {
        Map<Long, Count> counts = new HashMap<>();
        jdbc.sql(
                        """
                        insert into rate_limit as r (id, level, drain, most, at, taken, expires_at)
                        select id, case when weight <= most then greatest(weight, 0) else 0 end, drain, most, now(),
                               weight <= most, (extract(epoch from now()) * 1000 + most / drain * 1000)::bigint
                        from unnest(?::bigint[], ?::float8[], ?::float8[], ?::float8[])
                            as wanted (id, drain, most, weight)
                        order by id
                        on conflict (id) do update set
                          level = case
                              when rate_left(r.level, excluded.drain, r.at, excluded.at) + ? <= excluded.most
                              then greatest(rate_left(r.level, excluded.drain, r.at, excluded.at) + ?, 0)
                              else rate_left(r.level, excluded.drain, r.at, excluded.at) end,
                          taken = rate_left(r.level, excluded.drain, r.at, excluded.at) + ? <= excluded.most,
                          drain = excluded.drain, most = excluded.most, at = greatest(r.at, excluded.at),
                          expires_at = excluded.expires_at
                        returning id, level, taken
                        """)
                .params(
                        array(counters, each -> each.id(), Long[]::new),
                        array(counters, each -> each.limit() / WINDOW.toSeconds(), Double[]::new),
                        array(counters, Counter::most, Double[]::new),
                        array(counters, each -> weight, Double[]::new),
                        weight,
                        weight,
                        weight)
                .query(row -> {
                    counts.put(
                            row.getLong("id"),
                            new Count(row.getDouble("level"), row.getBoolean("taken")));
                });
        return counts;
    }

    private static <T> T[] array(
            List<Counter> counters, Function<Counter, T> value, IntFunction<T[]> made) {
        return counters.stream().map(value).toArray(made);
    }

    @Scheduled(initialDelay = 1, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        jdbc.sql("delete from rate_limit where expires_at < extract(epoch from now()) * 1000")
                .update();
    }
}
