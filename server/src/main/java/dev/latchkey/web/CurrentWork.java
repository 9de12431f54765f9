package dev.latchkey.web;

import dev.latchkey.shared.OrganizationId;

/** Knows which request of a customer an operator works on; whoever owns the requests answers. */
public interface CurrentWork {
    Shell.Work of(SignedInOperator operator, OrganizationId organization);
}
