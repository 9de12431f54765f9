package dev.latchkey.web;

import jakarta.servlet.http.HttpServletRequest;

/** The routes by which every sign-in through an IdP comes: the ACS of a connection, and the page that ends it. */
final class SignInPaths {
    private static final String FINISH = "/login/finish";
    private static final String SAML = "/saml/";
    private static final String ACS = "/acs";

    private SignInPaths() {}

    /** Whether it is one of them, written exactly so; what is written otherwise goes the way of all requests. */
    static boolean contain(HttpServletRequest request) {
        String path = request.getRequestURI();
        return switch (request.getMethod()) {
            case "GET" -> path.equals(FINISH);
            case "POST" -> isAcs(path);
            default -> false;
        };
    }

    /** Whether it is another step of somebody who is not signed in yet. */
    static boolean leadIn(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/login")
                || path.startsWith(SAML)
                || path.equals("/operator/login")
                || path.equals("/operator/setup");
    }

    /** Whether it is a form with a password that will be compared. */
    static boolean bringAPassword(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getMethod().equals("POST")
                && (path.equals("/login/password") || path.equals("/operator/login"));
    }

    private static boolean isAcs(String path) {
        return path.startsWith(SAML)
                && path.endsWith(ACS)
                && path.indexOf('/', SAML.length()) == path.length() - ACS.length();
    }
}
