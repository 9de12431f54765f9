package dev.latchkey.announcements;

import java.util.Map;

/**
 * How many mails are in which state.
 *
 * @param unacknowledged how many of the refused and unsure ones the customer has not taken upon themself
 */
record MailCounts(Map<MailState, Long> byState, long unacknowledged) {
    public long of(MailState state) {
        return byState.getOrDefault(state, 0L);
    }

    /** For templates. */
    public long of(String state) {
        return of(MailState.valueOf(state));
    }

    public long total() {
        return byState.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those of which nothing more is to be done by us. */
    public long settled() {
        return total() - left();
    }

    public long left() {
        return of(MailState.PENDING) + of(MailState.SENDING);
    }
}
