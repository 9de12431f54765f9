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

    /** Whether it is a step before the IdP: the address that leads there, and the request to it. */
    static boolean leadToAnIdp(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/login") || path.equals("/login/sso");
    }

    private static boolean isAcs(String path) {
        return path.startsWith(SAML)
                && path.endsWith(ACS)
                && path.indexOf('/', SAML.length()) == path.length() - ACS.length();
    }
}
