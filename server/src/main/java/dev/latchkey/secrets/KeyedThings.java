package dev.latchkey.secrets;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** Things in the database that need one of the secret keys, and can be sealed again with the one that seals now. */
public interface KeyedThings {
    /** So many are counted; more than these are told as one more. */
    int MOST_COUNTED = 10_000;

    /** What they are, for people, in the plural. */
    String what();

    /** How many need which key, counted up to one more than {@link #MOST_COUNTED}. */
    Map<String, Long> byKey();

    /**
     * Seals again those that this key sealed, some at a time, each time in a transaction of its own. Somebody else may
     * be at it, and the things may change meanwhile: what others wrote is not overwritten. What can't be made anew is
     * left as it is.
     *
     * @param stop asked between one batch and the next
     * @return how many were sealed again
     */
    long renew(String key, BooleanSupplier stop);
}
