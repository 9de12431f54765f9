package dev.latchkey.listing;

import dev.latchkey.shared.WrongAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of a long list.
 *
 * @param total how many there are in all, in words; null where counting would take too long
 * @param previous the place of the part before it, null where there is none
 * @param next the place of the part behind it, null where there is none
 * @param soFar where a search stopped for the time being, null where it looked through all that it had to
 * @param unreadable how many rows of this part are left out, because what is stored in them can't be read; the server's log
 *     names them
 * @param lost whether the wanted place was none, so that this is the beginning
 */
public record Part<T>(
        List<T> items,
        @Nullable String total,
        @Nullable String previous,
        @Nullable String next,
        @Nullable String soFar,
        int unreadable,
        boolean lost) {
    private static final Logger LOG = LoggerFactory.getLogger(Part.class);

    /** How many are counted. */
    static final int MOST_COUNTED = 10_000;

    public Part {
        items = List.copyOf(items);
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** Whether there is nothing, here or elsewhere in the list. */
    public boolean isNothing() {
        return items.isEmpty() && previous == null && next == null && unreadable == 0;
    }

    /** The same part of what these rows stand for; one for which that fails is left out, and counted. */
    public <R> Part<R> map(Function<T, R> what) {
        List<R> mapped = new ArrayList<>();
        int failed = unreadable;
        for (T item : items) {
            try {
                mapped.add(what.apply(item));
            } catch (WrongAnswer e) {
                throw e;
            } catch (IllegalArgumentException | IllegalStateException e) {
                LOG.error("A list leaves out what can't be read: {}", item, e);
                failed++;
            }
        }
        return new Part<>(mapped, total, previous, next, soFar, failed, lost);
    }

    static String words(long counted) {
        return counted > MOST_COUNTED
                ? String.format(Locale.ROOT, "more than %,d", MOST_COUNTED)
                : String.format(Locale.ROOT, "%,d", counted);
    }
}
