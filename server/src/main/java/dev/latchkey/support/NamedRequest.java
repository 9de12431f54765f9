package dev.latchkey.support;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The request that a form itself names beside its own fields: an open one, or one that is written down with it. The
 * page that asks for it adds these fields to a form that came without.
 *
 * @param sid of an open request, or {@link #NEW}
 */
record NamedRequest(String sid, OpenForm form) {
    static final String FIELD = "work-request";
    static final String NEW = "new";
    private static final String PREFIX = "work-";

    static boolean isOurs(String field) {
        return field.startsWith(PREFIX);
    }

    /** What the form names, or null. */
    static @Nullable NamedRequest of(HttpServletRequest request) {
        String sid = request.getParameter(FIELD);
        return sid == null || sid.isEmpty()
                ? null
                : new NamedRequest(
                        sid,
                        new OpenForm(
                                request.getParameter("work-kind"),
                                request.getParameter("work-channel"),
                                request.getParameter("work-subject"),
                                request.getParameter("work-text"),
                                ""));
    }

    boolean isNew() {
        return sid.equals(NEW);
    }
}
