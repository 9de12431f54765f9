package dev.latchkey.login;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Lets the forms of one page lead to an IdP. Browsers hold every redirect that follows a form against form-action, so
 * a page whose form ends at the IdP must name it, or any https address where the IdP isn't known yet.
 */
final class FormTargets {
    private static final String REST =
            "; default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " frame-ancestors 'none'; base-uri 'none'";

    private FormTargets() {}

    /** To this server, and from there on to whichever IdP. */
    static void allowIdps(HttpServletResponse response) {
        set(response, "'self' https: http://localhost:* http://127.0.0.1:*");
    }

    /** To this origin, and to where it sends on: many IdPs hand over to another host. */
    static void allow(HttpServletResponse response, String origin) {
        set(response, origin + " https:");
    }

    private static void set(HttpServletResponse response, String targets) {
        response.setHeader("Content-Security-Policy", "form-action " + targets + REST);
    }
}
