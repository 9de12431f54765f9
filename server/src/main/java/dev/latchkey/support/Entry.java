package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import java.time.Instant;

/** One thing in the history of a request. */
record Entry(Kind kind, Actor author, String text, Instant at) {
    /** What it is; a note is for operators only. */
    enum Kind {
        MESSAGE,
        EVENT,
        NOTE
    }

    /** Whether the customer wrote it. */
    public boolean ofCustomer() {
        return author.kind() == Actor.Kind.USER;
    }
}
