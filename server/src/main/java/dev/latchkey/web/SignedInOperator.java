package dev.latchkey.web;

import dev.latchkey.shared.OperatorId;

/** The operator of this request. */
public record SignedInOperator(OperatorId id, String email, String name) {}
