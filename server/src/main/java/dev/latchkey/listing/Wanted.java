package dev.latchkey.listing;

/**
 * Which part of a long list somebody wants to see.
 *
 * @param page a number, from 1, as links of old have it; it reaches so far and no further
 * @param at the place that a link of the list itself names, or empty
 */
public record Wanted(int page, String at) {
    /** The beginning. */
    public static final Wanted FIRST = new Wanted(1, "");

    /** The end. */
    public static final Wanted LAST = new Wanted(Integer.MIN_VALUE, "");

    /** Of a list that ends with the newest: the end, where no page is asked for (0). */
    public static Wanted newest(int page, String at) {
        return page == 0 && at.isEmpty() ? LAST : new Wanted(page, at);
    }

    boolean isFromEnd() {
        return page == LAST.page && at.isEmpty();
    }
}
