package dev.latchkey.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
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

    /** The page that refuses; nothing where the answer is written. */
    @GetMapping("/login/finish")
    @Nullable ModelAndView finish(
            @RequestParam(defaultValue = "") String ticket,
            HttpServletRequest request,
            HttpServletResponse response) {
        String browser = cookies.browser(request).orElse(null);
        return switch (sessions.fetch(ticket, browser, clock.instant())) {
            case Sessions.Fetched.Nothing nothing -> refuse(LoginError.TICKET_INVALID, request);
            case Sessions.Fetched.OtherBrowser other -> refuse(LoginError.OTHER_BROWSER, request);
            case Sessions.Fetched.Handed(var id, var returnTo) -> {
                cookies.session(request).ifPresent(sessions::end);
                cookies.setSession(response, id);
                cookies.clearRestart(response);
                Redirects.found(response, returnTo);
                yield null;
            }
        };
    }

    private ModelAndView refuse(LoginError error, HttpServletRequest request) {
        return failurePage.show(Failure.of(error), Failures.About.nobody(), request);
    }
}
