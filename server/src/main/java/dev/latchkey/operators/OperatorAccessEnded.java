package dev.latchkey.operators;

import dev.latchkey.audit.Actor;
import dev.latchkey.shared.OperatorId;

/**
 * Published in the transaction in which an operator is disabled or changes the password: what they have handed out to
 * others ends with it.
 *
 * @param by who did it
 */
public record OperatorAccessEnded(Actor by, OperatorId operator) {}
