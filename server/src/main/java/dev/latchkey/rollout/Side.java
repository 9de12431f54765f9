package dev.latchkey.rollout;

/** Whose hand it is. Some steps are the customer's alone, some are support's. */
public enum Side {
    CUSTOMER,
    OPERATOR
}
