package dev.latchkey.shell;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.SignedInOperator;
import org.jspecify.annotations.Nullable;

/** Knows which request of a customer an operator works on; whoever owns the requests answers. */
public interface CurrentWork {
    /**
     * The request that this operator works on in this organization, or the question for one.
     *
     * @param page where the operator is, null where it can't be opened again by its address
     */
    Shell.Work of(SignedInOperator operator, OrganizationId organization, @Nullable String page);
}
