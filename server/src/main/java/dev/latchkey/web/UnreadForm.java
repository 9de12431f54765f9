package dev.latchkey.web;

import jakarta.servlet.http.HttpServletRequest;

/** Hears of forms that were not even read, for their length. Every bean of this type is told of each. */
public interface UnreadForm {
    /** Must not read the form. */
    void refused(HttpServletRequest request);
}
