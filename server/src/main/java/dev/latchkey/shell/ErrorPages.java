package dev.latchkey.shell;

import dev.latchkey.shared.Reference;
import dev.latchkey.web.Area;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What a person sees when something goes wrong: a plain sentence, and a reference that the log has too. */
@Controller
class ErrorPages implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private static final int BUSY = 503;
    private static final MediaType PLAIN = MediaType.parseMediaType("text/plain;charset=UTF-8");

    @RequestMapping(path = "/error", produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView page(HttpServletRequest request) {
        int status = status(request);
        ModelAndView page = new ModelAndView("error", HttpStatus.valueOf(status));
        page.addObject("heading", heading(status));
        page.addObject("sentence", sentence(status));
        page.addObject("reference", isOurs(status) ? reference(request) : null);
        page.addObject("home", isOperators(request) ? "/operator" : "/");
        page.addObject("shell", Shell.NOBODY);
        return page;
    }

    @RequestMapping("/error")
    ResponseEntity<String> other(HttpServletRequest request) {
        int status = status(request);
        String reference = isOurs(status) ? " Reference " + reference(request) : "";
        return ResponseEntity.status(status)
                .contentType(PLAIN)
                .body(heading(status) + ". " + sentence(status) + reference + "\n");
    }

    private static boolean isOperators(HttpServletRequest request) {
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return path instanceof String failed && Area.OPERATOR.contains(failed);
    }

    /** Whether somebody must look into it. That there is too much at once is no fault, and is logged elsewhere. */
    private static boolean isOurs(int status) {
        return status >= 500 && status != BUSY;
    }

    private static int status(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int code = status instanceof Integer number ? number : 404;
        return HttpStatus.resolve(code) == null ? 500 : code;
    }

    private static String reference(HttpServletRequest request) {
        String reference = Reference.random();
        Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        LOG.error("Reference {}", reference, cause instanceof Throwable failure ? failure : null);
        return reference;
    }

    private static String heading(int status) {
        return switch (status) {
            case 403 -> "This form has expired";
            case 404, 405 -> "There is nothing here";
            case 408 -> "That took too long";
            case 411 -> "That did not say how long it is";
            case 413 -> "That is too large";
            case 429 -> "Too many tries";
            case BUSY -> "We are busy right now";
            default -> status < 500 ? "That did not work" : "Something went wrong";
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 403 -> "Go back, reload the page and send the form again.";
            case 404, 405 -> "The address is wrong, or you are not allowed to see this page.";
            case 408 -> "The connection was too slow for what you sent. Try again.";
            case 411 ->
                    "What you sent came without its length (Content-Length). Something between your browser and us"
                            + " takes it away: tell your administrator.";
            case 413 -> "What you sent is larger than this page accepts.";
            case 429 -> "Wait a few minutes and try again.";
            case BUSY -> "Wait a few seconds, go back and try again.";
            default ->
                    status < 500
                            ? "The request could not be understood. Start again."
                            : "The fault is ours. Try again; if it keeps happening, tell us the reference.";
        };
    }
}
