package dev.latchkey.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where a sign-in that came from another site ends: the browser shows its own cookie (requirement D11). */
@Controller
class FinishController {
    private final Sessions sessions;
    private final LoginCookies cookies;
    private final FailurePage failurePage;
    private final Clock clock;

    FinishController(
            Sessions sessions, LoginCookies cookies, FailurePage failurePage, Clock clock) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.failurePage = failurePage;
        this.clock = clock;
    }

    @GetMapping("/login/finish")
    ModelAndView finish(
            @RequestParam(defaultValue = "") String ticket,
            HttpServletRequest request,
            HttpServletResponse response) {
        Instant now = clock.instant();
        Sessions.Waiting waiting = sessions.waiting(ticket, now).orElse(null);
        if (waiting == null) {
            return refuse(LoginError.TICKET_INVALID, request);
        }
        if (!waiting.isFor(cookies.browser(request).orElse(null))) {
            return refuse(LoginError.OTHER_BROWSER, request);
        }
        Optional<String> id = sessions.fetch(ticket, now);
        if (id.isEmpty()) {
            return refuse(LoginError.TICKET_INVALID, request);
        }
        cookies.session(request).ifPresent(sessions::end);
        cookies.setSession(response, id.get());
        cookies.clearRestart(response);
        response.setHeader("Cache-Control", "no-store");
        return new ModelAndView("redirect:" + waiting.returnTo());
    }

    private ModelAndView refuse(LoginError error, HttpServletRequest request) {
        return failurePage.show(Failure.of(error), Failures.About.nobody(), request);
    }
}
