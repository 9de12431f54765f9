package dev.latchkey.login;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Lets the forms of one page lead to an IdP. Browsers hold every redirect that follows a form against form-action, and
 * IdPs hand over to other hosts and back to us: so it is this server and any address that a connection may have.
 */
public final class FormTargets {
    private static final String TARGETS =
            "form-action 'self' https: http://localhost:* http://*.localhost:* http://127.0.0.1:*";
    private static final String REST =
            "; default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " frame-ancestors 'none'; base-uri 'none'";

    private FormTargets() {}

    /** To this server, to whichever IdP, and from there on. */
    public static void allowIdps(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", TARGETS + REST);
    }

    /** The same for a page that sends its form automatically, with a script of ours. */
    static void allowIdpsAtOnce(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", TARGETS + REST + "; script-src 'self'");
    }
}
