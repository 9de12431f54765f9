package dev.latchkey.support;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.web.OrganizationPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to go on after a request was chosen: a page of that organization, and nothing else. */
final class ReturnPath {
    private static final Pattern WITHIN =
            Pattern.compile("(?:/[A-Za-z0-9][A-Za-z0-9_-]{0,63}){0,8}");

    private ReturnPath() {}

    /** The wanted page, or the request's own where it is no path within the organization. */
    static String back(
            OrganizationId organization, @Nullable String wanted, SupportRequestId request) {
        String base = OrganizationPath.of(organization);
        return wanted != null
                        && wanted.startsWith(base)
                        && WITHIN.matcher(wanted.substring(base.length())).matches()
                ? wanted
                : Paths.operator(organization, request);
    }
}
