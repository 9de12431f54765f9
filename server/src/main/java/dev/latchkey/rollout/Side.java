package dev.latchkey.rollout;

import dev.latchkey.audit.Caller;

/** Whose word it is: the customer's, or that of the vendor, for whom support and planned work act. */
public enum Side {
    CUSTOMER,
    OPERATOR;

    /** The side that this caller speaks for. */
    public static Side of(Caller caller) {
        return switch (caller.kind()) {
            case ADMIN -> CUSTOMER;
            case OPERATOR, JOB -> OPERATOR;
            case LINK ->
                    throw new IllegalArgumentException("a link in a mail speaks for neither side");
        };
    }
}
