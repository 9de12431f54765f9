package dev.latchkey.web;

import jakarta.servlet.http.HttpServletRequest;

/** The part of the site that is the operators'. Their session counts there only, and a user's does not. */
public final class OperatorArea {
    private OperatorArea() {}

    public static boolean contains(HttpServletRequest request) {
        return Area.OPERATOR.contains(request.getRequestURI());
    }
}
