package dev.latchkey.web;

import dev.latchkey.shared.OrganizationId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.servlet.HandlerMapping;

/** Where the pages about an organization lie, and which one an address names. */
public final class OrganizationPath {
    /** For the organization's own admins, whose session says which it is. */
    public static final String OWN = "/organization";

    /** For operators, as the routes have it. Every route about one organization has this variable in this place. */
    public static final String OPERATOR = "/operator/organizations/{organization}";

    private OrganizationPath() {}

    /** The address of this organization's pages for operators. */
    public static String of(OrganizationId organization) {
        return "/operator/organizations/" + organization;
    }

    /** The value of {@code {organization}} in the route that was found; null if the route has none. */
    public static @Nullable String named(RequestAttributes request) {
        return named(
                request.getAttribute(
                        HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
                        RequestAttributes.SCOPE_REQUEST));
    }

    /** As {@link #named(RequestAttributes)}, of the variables that the route has. */
    public static @Nullable String named(@Nullable Object variables) {
        return variables instanceof Map<?, ?> map && map.get("organization") instanceof String sid
                ? sid
                : null;
    }
}
