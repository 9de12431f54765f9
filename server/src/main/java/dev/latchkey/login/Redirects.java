package dev.latchkey.login;

import jakarta.servlet.http.HttpServletResponse;

/** Leads a browser on to a path of ours without a view; the answer is kept by nobody. */
final class Redirects {
    private Redirects() {}

    /** After a GET. */
    static void found(HttpServletResponse response, String path) {
        lead(response, HttpServletResponse.SC_FOUND, path);
    }

    /** After a POST: go on with a GET. */
    static void seeOther(HttpServletResponse response, String path) {
        lead(response, HttpServletResponse.SC_SEE_OTHER, path);
    }

    private static void lead(HttpServletResponse response, int status, String path) {
        response.setStatus(status);
        response.setHeader("Location", path);
        response.setHeader("Cache-Control", "no-store");
    }
}
