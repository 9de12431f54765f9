package dev.latchkey.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Keeps what somebody sent when their session had ended, or with a page that was too old. */
public interface EndedForms {
    /** The path of the page that shows it to them once they are signed in; nothing where it is not kept. */
    Optional<String> keep(HttpServletRequest request);
}
