package dev.latchkey.door;

import dev.latchkey.audit.Caller;

/** Whose it is to do something: a cell of the table of permissions. */
public enum Who {
    CUSTOMER("the customer"),
    SUPPORT("support"),
    EITHER("either side"),
    CUSTOMER_OR_PLAN("the customer, or by itself as planned"),
    EITHER_OR_PLAN("either side, or by itself as planned");

    private final String words;

    Who(String words) {
        this.words = words;
    }

    /** As the table says it. */
    public String words() {
        return words;
    }

    boolean includes(Caller caller) {
        return switch (caller.kind()) {
            case ADMIN -> this != SUPPORT;
            case OPERATOR -> this == SUPPORT || this == EITHER || this == EITHER_OR_PLAN;
            case LINK -> false;
            case JOB -> this == CUSTOMER_OR_PLAN || this == EITHER_OR_PLAN;
        };
    }
}
