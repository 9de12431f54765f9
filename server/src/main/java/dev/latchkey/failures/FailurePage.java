package dev.latchkey.failures;

import dev.latchkey.web.ReturnTo;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What a person sees whose sign-in failed: a sentence and a reference number. */
@Component
public class FailurePage {
    private final Failures failures;

    FailurePage(Failures failures) {
        this.failures = failures;
    }

    public ModelAndView show(Failure failure, Failures.About about, HttpServletRequest request) {
        return show(failure, about, request, request.getParameter("return_to"));
    }

    /**
     * The page of a failure.
     *
     * @param returnTo where the person wanted to go, for when they start again
     */
    public ModelAndView show(
            Failure failure,
            Failures.About about,
            HttpServletRequest request,
            @Nullable String returnTo) {
        String reference = failures.record(failure, about, request).orElse(null);
        ModelAndView page = new ModelAndView("login/failure", status(failure.error()));
        page.addObject("sentence", failure.error().sentence());
        page.addObject("reference", reference);
        page.addObject("returnTo", ReturnTo.local(returnTo));
        return page;
    }

    private static HttpStatus status(LoginError error) {
        return switch (error) {
            case TOO_MANY_ATTEMPTS -> HttpStatus.TOO_MANY_REQUESTS;
            case REQUEST_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case CONNECTION_UNAVAILABLE -> HttpStatus.NOT_FOUND;
            case KEY_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case MESSAGE_MISSING -> HttpStatus.BAD_REQUEST;
            default -> HttpStatus.FORBIDDEN;
        };
    }
}
