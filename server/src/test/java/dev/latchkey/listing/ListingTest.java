package dev.latchkey.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.WholeServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@WholeServer
@org.jspecify.annotations.NullUnmarked
class ListingTest {
    /** Names that many share, one that looks like markup, and moments of which some are never. */
    private static final String ROWS =
            """
            from (select n, uuidv7() as id, '<Näme> ' || chr(10) || n %% 7 as name,
                    case when n %% 3 = 0 then timestamptz 'infinity'
                         else timestamptz '2026-01-01' + n %% 5 * interval '1.000001 seconds' end as at
                  from generate_series(1, %d) n) x where true
            """;

    @Autowired Listing listing;
    @Autowired JdbcClient jdbc;
    @Autowired PlatformTransactionManager transactions;

    private Listing.Query<Long> query(int rows, SortKey... keys) {
        return new Listing.Query<>(
                "n",
                ROWS.formatted(rows),
                Map.of(),
                List.of(keys),
                (row, number) -> row.getLong("n"));
    }

    @Test
    void everyRowIsShownOnceOnTheWayThereAndOnTheWayBack() {
        for (Listing.Query<Long> query :
                List.of(
                        query(223, SortKey.text("name"), SortKey.number("n")),
                        query(223, SortKey.time("at"), SortKey.text("name"), SortKey.number("n")),
                        query(223, SortKey.time("at").newestFirst(), SortKey.number("n")),
                        query(
                                200,
                                SortKey.time("at").newestFirst(),
                                SortKey.number("n").newestFirst()))) {
            List<Long> there = new ArrayList<>();
            Part<Long> part = listing.part(query, Wanted.FIRST);
            there.addAll(part.items());
            while (part.next() != null) {
                part = listing.part(query, new Wanted(1, part.next()));
                there.addAll(part.items());
            }
            assertThat(there).doesNotHaveDuplicates().hasSizeBetween(200, 223);
            assertThat(new HashSet<>(there)).hasSize(there.size());

            List<Long> back = new ArrayList<>(part.items().reversed());
            while (part.previous() != null) {
                part = listing.part(query, new Wanted(1, part.previous()));
                back.addAll(part.items().reversed());
            }
            Collections.reverse(back);
            assertThat(back).isEqualTo(there);
        }
    }

    @Test
    void aNumberOfAPageReachesTenThousandRowsAndNoFurther() {
        Listing.Query<Long> query = query(20_000, SortKey.number("n"));

        assertThat(listing.part(query, new Wanted(2, "")).items()).startsWith(51L).endsWith(100L);
        assertThat(listing.part(query, new Wanted(200, "")).items()).startsWith(9951L);
        assertThat(listing.part(query, new Wanted(Integer.MAX_VALUE, "")).items())
                .startsWith(9951L);
        assertThat(listing.part(query, new Wanted(-3, "")).items()).startsWith(1L);
        assertThat(listing.part(query, Wanted.LAST).items()).startsWith(19_951L).endsWith(20_000L);
        assertThat(listing.part(query, Wanted.FIRST).total()).isEqualTo("more than 10,000");
        assertThat(listing.part(query(10_000, SortKey.number("n")), Wanted.FIRST).total())
                .isEqualTo("10,000");
    }

    @Test
    void whatIsNoPlaceShowsTheBeginningAndSaysSo() {
        Listing.Query<Long> query = query(60, SortKey.time("at"), SortKey.number("n"));
        for (String at :
                List.of(
                        "2",
                        "a",
                        "a.",
                        "c.MQ.MQ",
                        "a.MQ",
                        "a.MQ.MQ.MQ",
                        place("1767225600000000", "1; drop table app_user"),
                        place("-1", "1"),
                        place("9223372036854775807", "1"),
                        place("99999999999999999999", "1"),
                        place("", "1"),
                        place("1767225600000000", "1e3"),
                        place("1767225600000000", "\0"),
                        "a.gICA.MQ",
                        "a.%00.MQ",
                        "a." + "MQ.".repeat(5000),
                        "x".repeat(100_000))) {
            Part<Long> part = listing.part(query, new Wanted(1, at));
            assertThat(part.lost()).as(at).isTrue();
            assertThat(part.items()).hasSize(50);
            assertThat(part.previous()).isNull();
        }
        Listing.Query<Long> named = query(60, SortKey.text("name"), SortKey.number("n"));
        assertThat(listing.part(named, new Wanted(1, place("'; --", "1"))).lost()).isFalse();
        assertThat(listing.part(named, new Wanted(1, place("a\0", "1"))).lost()).isTrue();
        assertThat(
                        listing.part(query(60, SortKey.id("id")), new Wanted(1, place("1-1-1-1-1")))
                                .lost())
                .isTrue();
    }

    @Test
    void aPlaceBehindTheLastRowLeadsBack() {
        Listing.Query<Long> query = query(60, SortKey.number("n"));
        Part<Long> behind = listing.part(query, new Wanted(1, place("1000")));
        assertThat(behind.items()).isEmpty();
        assertThat(behind.isNothing()).isFalse();

        assertThat(listing.part(query, new Wanted(1, behind.previous())).items())
                .startsWith(11L)
                .endsWith(60L);
    }

    @Test
    void whoLooksThroughAStretchAtATimeMissesNothing() {
        Listing hasty = new Listing(jdbc, transactions, Duration.ZERO);
        Listing.Query<Long> query = query(2345, SortKey.number("n"));
        for (String condition :
                List.of(
                        "n % 700 = 0",
                        "n % 3 = 0", "n = 2345", "n = 1", "false", "null::boolean")) {
            List<Long> expected =
                    jdbc.sql(
                                    "select n "
                                            + ROWS.formatted(2345)
                                            + " and "
                                            + condition
                                            + " order by n")
                            .query(Long.class)
                            .list();
            List<Long> found = new ArrayList<>();
            Part<Long> part = hasty.lookThrough(query, condition, Wanted.FIRST);
            found.addAll(part.items());
            boolean stopped = part.soFar() != null;
            while (part.next() != null) {
                part = hasty.lookThrough(query, condition, new Wanted(1, part.next()));
                found.addAll(part.items());
                stopped |= part.soFar() != null;
            }
            assertThat(found).as(condition).isEqualTo(expected);
            assertThat(stopped).as(condition).isEqualTo(!condition.equals("n % 3 = 0"));

            List<Long> back = new ArrayList<>(part.items().reversed());
            while (part.previous() != null) {
                part = hasty.lookThrough(query, condition, new Wanted(1, part.previous()));
                back.addAll(part.items().reversed());
            }
            Collections.reverse(back);
            assertThat(back).as(condition).isEqualTo(expected);
        }
        assertThat(listing.lookThrough(query, "n = 2345", Wanted.FIRST).total()).isEqualTo("1");
    }

    @Test
    void aRowThatCannotBeReadIsMissingAndNotTheWholeList() {
        Listing.Query<Long> all = query(60, SortKey.number("n"));
        Listing.Query<Long> query =
                new Listing.Query<>(
                        all.columns(),
                        all.from(),
                        all.values(),
                        all.keys(),
                        (row, number) -> {
                            if (row.getLong("n") == 50) {
                                throw new IllegalArgumentException("No enum constant");
                            }
                            return row.getLong("n");
                        });
        Part<Long> part = listing.part(query, Wanted.FIRST);

        assertThat(part.items()).hasSize(49).doesNotContain(50L);
        assertThat(part.unreadable()).isEqualTo(1);
        assertThat(listing.part(query, new Wanted(1, Objects.requireNonNull(part.next()))).items())
                .startsWith(51L);
    }

    private static String place(String... keys) {
        List<String> written = new ArrayList<>();
        for (String key : keys) {
            written.add(
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(key.getBytes(StandardCharsets.UTF_8)));
        }
        return "a." + String.join(".", written);
    }
}
