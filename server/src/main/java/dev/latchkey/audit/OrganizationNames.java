package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import java.util.Collection;
import java.util.Map;

/** How organizations are called; whoever owns them answers. */
public interface OrganizationNames {
    /** The names of those that there are. */
    Map<OrganizationId, String> names(Collection<OrganizationId> ids);
}
