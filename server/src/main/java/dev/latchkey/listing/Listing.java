package dev.latchkey.listing;

import dev.latchkey.shared.WrongAnswer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;

/**
 * Reads the parts of long lists at a cost that does not grow with the list: from a row on, by the index that the list is
 * sorted by, where an offset would count off all that lies before. What is counted is counted up to a bound.
 */
@Component
public class Listing {
    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

    /** Rows of a part. */
    public static final int SIZE = 50;

    /** A page by its number is counted off, so it lies among the first so many rows. */
    private static final int MOST_COUNTED_OFF = 10_000;

    private static final Duration FOR_COUNTING = Duration.ofMillis(500);
    private static final Duration FOR_AN_INDEX = Duration.ofMillis(1500);
    private static final Duration FOR_LOOKING_THROUGH = Duration.ofMillis(1500);
    private static final int FIRST_STRETCH = 500;
    private static final int LONGEST_STRETCH = 32_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Duration lookingThrough;

    @Autowired
    Listing(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this(jdbc, transactions, FOR_LOOKING_THROUGH);
    }

    Listing(JdbcClient jdbc, PlatformTransactionManager transactions, Duration lookingThrough) {
        this.jdbc = jdbc;
        this.lookingThrough = lookingThrough;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
    }

    /**
     * A list: what is selected, from where and under which conditions, and what it is sorted by. The last key is unique,
     * and an index has all of them behind what the conditions hold equal.
     *
     * @param from begins with "from" and has a "where"
     */
    public record Query<T>(
            String columns,
            String from,
            Map<String, ?> values,
            List<SortKey> keys,
            RowMapper<T> read) {}

    private record Row<T>(@Nullable T item, List<String> keys, boolean hit, long number) {}

    /** A part of a list whose conditions an index answers. */
    public <T> Part<T> part(Query<T> query, Wanted wanted) {
        return part(query, wanted, counted(query));
    }

    private <T> Part<T> part(Query<T> query, Wanted wanted, long total) {
        Optional<Place> place = place(query, wanted);
        boolean forward = place.map(Place::forward).orElse(!wanted.isFromEnd());
        int page = place.isPresent() || !forward ? 1 : page(wanted.page(), total);
        return found(
                rows(query, place, page, forward),
                place,
                page,
                forward,
                total < 0 ? null : Part.words(total),
                !wanted.at().isEmpty() && place.isEmpty());
    }

    /**
     * As {@link #part}, where the index may turn out to be of no use for what somebody looks for; then the list is
     * looked through.
     *
     * @param unindexed the list without the condition that may take too long, which is given by itself
     */
    public <T> Part<T> part(Query<T> indexed, Query<T> unindexed, String condition, Wanted wanted) {
        long total = counted(indexed);
        try {
            return within(FOR_AN_INDEX, () -> part(indexed, wanted, total));
        } catch (QueryTimeoutException e) {
            return lookThrough(unindexed, condition, wanted);
        }
    }

    /**
     * The next rows for which a condition holds that no index knows. A list is looked through for a while; if that is not
     * enough for a part, the part says how far it came, and the next one goes on from there. So nothing is missed.
     */
    public <T> Part<T> lookThrough(Query<T> query, String condition, Wanted wanted) {
        Optional<Place> place = place(query, wanted);
        boolean forward = place.map(Place::forward).orElse(true);
        boolean lost = !wanted.at().isEmpty() && place.isEmpty();
        long end = System.nanoTime() + lookingThrough.toNanos();
        List<Row<T>> found = new ArrayList<>();
        Optional<Place> from = place;
        int stretch = FIRST_STRETCH;
        boolean more;
        do {
            List<Row<T>> rows = stretch(query, condition, from, stretch);
            rows.stream().filter(Row::hit).forEach(found::add);
            more = !rows.isEmpty() && rows.getLast().number() == stretch;
            if (more) {
                from = Optional.of(new Place(forward, rows.getLast().keys()));
            }
            stretch = Math.min(LONGEST_STRETCH, stretch * 4);
        } while (more && found.size() <= SIZE && System.nanoTime() < end);
        if (!more || found.size() > SIZE) {
            boolean all = !more && place.isEmpty() && found.size() <= SIZE;
            return found(found, place, 1, forward, all ? Part.words(found.size()) : null, lost);
        }
        String stopped = from.orElseThrow().toString();
        String soFar = from.orElseThrow().keys().getFirst();
        if (!forward) {
            Collections.reverse(found);
        }
        List<T> items = items(found);
        int unreadable = unreadable(found);
        String back =
                place.map(Place::keys)
                        .map(keys -> new Place(!forward, keys).toString())
                        .orElse(null);
        return forward
                ? new Part<>(items, null, back, stopped, soFar, unreadable, lost)
                : new Part<>(items, null, stopped, back, soFar, unreadable, lost);
    }

    /** Reads within so much time, planned for these values; throws a QueryTimeoutException when it is over. */
    private <R> R within(Duration time, Supplier<R> reads) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return reads.get(); // its bounds are its own
        }
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    jdbc.sql(
                                    """
                                    select set_config('plan_cache_mode', 'force_custom_plan', true),
                                        set_config('statement_timeout', ?, true)
                                    """)
                            .param(Long.toString(time.toMillis()))
                            .query((row, number) -> true)
                            .list();
                    return reads.get();
                }));
    }

    private static Optional<Place> place(Query<?> query, Wanted wanted) {
        return Place.parse(wanted.at(), query.keys().size())
                .filter(place ->
                        IntStream.range(0, query.keys().size())
                                .allMatch(i ->
                                        query.keys()
                                                .get(i)
                                                .value(place.keys().get(i))
                                                .isPresent()));
    }

    private static int page(int wanted, long total) {
        long reached = total < 0 ? 0 : Math.min(total, MOST_COUNTED_OFF);
        return (int) Math.clamp(wanted, 1L, Math.max(1, (reached + SIZE - 1) / SIZE));
    }

    /** How many there are, up to one more than are counted; -1 where that takes too long. */
    private long counted(Query<?> query) {
        try {
            return within(
                    FOR_COUNTING,
                    () ->
                            jdbc.sql(counting(query.from()))
                                    .params(query.values())
                                    .query(Long.class)
                                    .single());
        } catch (QueryTimeoutException e) {
            return -1;
        }
    }

    /** Whether these rows are no more than are counted. */
    public boolean isCounted(String from, Object... values) {
        return counted(from, values) <= Part.MOST_COUNTED;
    }

    /** How many these rows are, in words: counted up to a bound. */
    public String count(String from, Object... values) {
        return Part.words(counted(from, values));
    }

    private long counted(String from, Object... values) {
        return jdbc.sql(counting(from)).params(values).query(Long.class).single();
    }

    private static String counting(String from) {
        return "select count(*) from (select 1 %s limit %d) counted"
                .formatted(from, Part.MOST_COUNTED + 1);
    }

    private <T> List<Row<T>> rows(
            Query<T> query, Optional<Place> place, int page, boolean forward) {
        String sql =
                "select %s, %s, true as place_hit, 0 as place_number %s%s order by %s limit %d offset %d"
                        .formatted(
                                query.columns(),
                                named(query.keys()),
                                query.from(),
                                place.isPresent() ? behind(query.keys(), forward) : "",
                                order(query.keys(), forward),
                                SIZE + 1,
                                (page - 1L) * SIZE);
        return jdbc.sql(sql)
                .params(values(query, place))
                .query((row, number) -> read(query, row, number))
                .list();
    }

    private <T> List<Row<T>> stretch(
            Query<T> query, String condition, Optional<Place> place, int length) {
        boolean forward = place.map(Place::forward).orElse(true);
        String order = order(query.keys(), forward);
        String sql =
                """
                select * from (
                    select %s, %s, (%s) as place_hit, row_number() over (order by %s) as place_number
                    %s%s order by %s limit %d) stretch
                where place_hit or place_number = %d order by place_number
                """
                        .formatted(
                                query.columns(),
                                named(query.keys()),
                                condition,
                                order,
                                query.from(),
                                place.isPresent() ? behind(query.keys(), forward) : "",
                                order,
                                length,
                                length);
        return jdbc.sql(sql)
                .params(values(query, place))
                .query((row, number) -> read(query, row, number))
                .list();
    }

    private static <T> Row<T> read(Query<T> query, ResultSet row, int number) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < query.keys().size(); i++) {
            keys.add(query.keys().get(i).written(row, "place_" + i));
        }
        return new Row<>(
                item(query, row, number, keys),
                keys,
                row.getBoolean("place_hit"),
                row.getLong("place_number"));
    }

    /** Null where what is stored can't be read: that one is missing then, and not the whole list. */
    private static <T> @Nullable T item(
            Query<T> query, ResultSet row, int number, List<String> keys) throws SQLException {
        try {
            return query.read().mapRow(row, number);
        } catch (WrongAnswer e) {
            throw e;
        } catch (IllegalArgumentException | IllegalStateException | JacksonException e) {
            LOG.error("A list leaves out the row at {}, which can't be read", keys, e);
            return null;
        }
    }

    private static <T> List<T> items(List<Row<T>> rows) {
        return rows.stream().map(Row::item).filter(Objects::nonNull).toList();
    }

    private static int unreadable(List<? extends Row<?>> rows) {
        return (int) rows.stream().filter(row -> row.item() == null).count();
    }

    private static Map<String, Object> values(Query<?> query, Optional<Place> place) {
        Map<String, Object> values = new HashMap<>(query.values());
        place.ifPresent(there -> {
            for (int i = 0; i < query.keys().size(); i++) {
                values.put(
                        "place_" + i, query.keys().get(i).value(there.keys().get(i)).orElseThrow());
            }
        });
        return values;
    }

    private static String named(List<SortKey> keys) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> keys.get(i).expression() + " as place_" + i)
                .collect(Collectors.joining(", "));
    }

    private static String order(List<SortKey> keys, boolean forward) {
        return keys.stream()
                .map(key -> key.expression() + (key.descending() == forward ? " desc" : ""))
                .collect(Collectors.joining(", "));
    }

    /** As an index can follow it: all keys at once, or, where some go the other way, by the first one. */
    private static String behind(List<SortKey> keys, boolean forward) {
        if (keys.stream().map(SortKey::descending).distinct().count() == 1) {
            return " and (%s) %s (%s)"
                    .formatted(
                            keys.stream()
                                    .map(SortKey::expression)
                                    .collect(Collectors.joining(", ")),
                            keys.getFirst().descending() == forward ? "<" : ">",
                            IntStream.range(0, keys.size())
                                    .mapToObj(i -> ":place_" + i)
                                    .collect(Collectors.joining(", ")));
        }
        String condition = "";
        for (int i = keys.size() - 1; i >= 0; i--) {
            String key = keys.get(i).expression();
            String sign = keys.get(i).descending() == forward ? "<" : ">";
            String beyond = key + " " + sign + " :place_" + i;
            condition =
                    condition.isEmpty()
                            ? beyond
                            : "%s %s= :place_%d and (%s or %s)"
                                    .formatted(key, sign, i, beyond, condition);
        }
        return " and " + condition;
    }

    private static <T> Part<T> found(
            List<Row<T>> rows,
            Optional<Place> place,
            int page,
            boolean forward,
            @Nullable String total,
            boolean lost) {
        boolean more = rows.size() > SIZE;
        List<Row<T>> shown = new ArrayList<>(more ? rows.subList(0, SIZE) : rows);
        if (!forward) {
            Collections.reverse(shown);
        }
        boolean hasPrevious = forward ? place.isPresent() || page > 1 : more;
        boolean hasNext = forward ? more : place.isPresent();
        return new Part<>(
                items(shown),
                total,
                hasPrevious ? before(shown, place) : null,
                hasNext ? behind(shown, place) : null,
                null,
                unreadable(shown),
                lost);
    }

    private static String before(List<? extends Row<?>> shown, Optional<Place> place) {
        List<String> keys = shown.isEmpty() ? place.orElseThrow().keys() : shown.getFirst().keys();
        return new Place(false, keys).toString();
    }

    private static String behind(List<? extends Row<?>> shown, Optional<Place> place) {
        List<String> keys = shown.isEmpty() ? place.orElseThrow().keys() : shown.getLast().keys();
        return new Place(true, keys).toString();
    }
}
