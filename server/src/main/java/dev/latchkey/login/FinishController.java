package dev.latchkey.login;

import dev.latchkey.failures.Failure;
import dev.latchkey.failures.FailurePage;
import dev.latchkey.failures.Failures;
import dev.latchkey.failures.LoginError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where a sign-in that came from another site ends: the browser shows its own cookie (requirement D11). */
@Controller
class FinishController {
    private final Handover handover;
    private final FailurePage failurePage;

    FinishController(Handover handover, FailurePage failurePage) {
        this.handover = handover;
        this.failurePage = failurePage;
    }

    /** The page that refuses; nothing where the answer is written. */
    @GetMapping("/login/finish")
    @Nullable ModelAndView finish(
            @RequestParam(defaultValue = "") String ticket,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (handover.finish(ticket, request, response)) {
            case Handover.Outcome.Refused(LoginError error) ->
                    failurePage.show(Failure.of(error), Failures.About.nobody(), request);
            case Handover.Outcome.GoOn(String path) -> {
                Redirects.found(response, path);
                yield null;
            }
        };
    }
}
