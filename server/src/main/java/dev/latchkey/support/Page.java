package dev.latchkey.support;

import java.util.List;

/**
 * A part of a list.
 *
 * @param total how many there are in all
 * @param number of this part, from 1
 */
record Page<T>(List<T> items, long total, int number) {
    static final int SIZE = 50;

    Page {
        items = List.copyOf(items);
    }

    static int last(long total) {
        return (int) Math.max(1, (total + SIZE - 1) / SIZE);
    }

    /** The number that there is, closest to the wanted one. */
    static int within(long total, int wanted) {
        return Math.clamp(wanted, 1, last(total));
    }

    static long offset(int number) {
        return (number - 1L) * SIZE;
    }

    public long first() {
        return total == 0 ? 0 : offset(number) + 1;
    }

    public long last() {
        return offset(number) + items.size();
    }

    public boolean hasPrevious() {
        return number > 1;
    }

    public boolean hasNext() {
        return last() < total;
    }
}
