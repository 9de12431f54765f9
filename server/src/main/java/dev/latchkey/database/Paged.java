package dev.latchkey.database;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what is too long for memory, a page at a time. Each page is a query of its own, of what lies behind the
 * last row of the page before, so whoever is slow in taking the rows keeps no connection to the database.
 */
public final class Paged {
    /** Rows of a page: some memory for each download that nobody reads, and few queries for a million rows. */
    public static final int ROWS = 5_000;

    private Paged() {}

    /** What is done with a row. */
    @FunctionalInterface
    public interface Taker<T, E extends Exception> {
        void take(T row) throws E;
    }

    /**
     * Hands every row to the taker.
     *
     * @param behind the first {@link #ROWS} rows behind this one, or of all for null; a shorter page is the last
     */
    public static <T, E extends Exception> void each(
            Function<@Nullable T, List<T>> behind, Taker<? super T, E> taker) throws E {
        T last = null;
        List<T> page;
        do {
            page = behind.apply(last);
            for (T row : page) {
                taker.take(row);
                last = row;
            }
        } while (page.size() >= ROWS);
    }
}
