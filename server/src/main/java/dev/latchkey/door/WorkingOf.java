package dev.latchkey.door;

import dev.latchkey.shared.OrganizationId;

/** Says how an organization works. As long as no module answers, all of them are assisted. */
public interface WorkingOf {
    Working of(OrganizationId organization);
}
