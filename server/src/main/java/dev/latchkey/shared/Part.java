package dev.latchkey.shared;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A part of a long list.
 *
 * @param total how many there are in all, in words; null where counting would take too long
 * @param previous the place of the part before it, null where there is none
 * @param next the place of the part behind it, null where there is none
 * @param soFar where a search stopped for the time being, null where it looked through all that it had to
 * @param lost whether the wanted place was none, so that this is the beginning
 */
public record Part<T>(
        List<T> items,
        @Nullable String total,
        @Nullable String previous,
        @Nullable String next,
        @Nullable String soFar,
        boolean lost) {
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
        return items.isEmpty() && previous == null && next == null;
    }

    static String words(long counted) {
        return counted > MOST_COUNTED
                ? String.format(Locale.ROOT, "more than %,d", MOST_COUNTED)
                : String.format(Locale.ROOT, "%,d", counted);
    }
}
