package dev.latchkey.web;

import dev.latchkey.shared.OrganizationId;
import org.jspecify.annotations.Nullable;

/** Knows which request of a customer an operator works on; whoever owns the requests answers. */
public interface CurrentWork {
    /** @param page where the operator is, null where it can't be opened again by its address */
    Shell.Work of(SignedInOperator operator, OrganizationId organization, @Nullable String page);
}
