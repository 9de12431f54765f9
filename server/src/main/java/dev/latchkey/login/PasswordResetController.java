package dev.latchkey.login;

import dev.latchkey.limits.RateLimits;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Passwords;
import dev.latchkey.shared.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The pages around a new password. */
@Controller
class PasswordResetController {
    private final PasswordResets resets;
    private final RateLimits limits;
    private final FailurePage failurePage;

    PasswordResetController(PasswordResets resets, RateLimits limits, FailurePage failurePage) {
        this.resets = resets;
        this.limits = limits;
        this.failurePage = failurePage;
    }

    @GetMapping("/login/forgot")
    ModelAndView forgot() {
        return forgotPage(false, null);
    }

    @PostMapping("/login/forgot")
    ModelAndView ask(@RequestParam String email, HttpServletRequest request) {
        EmailAddress address = EmailAddress.parse(email.strip()).orElse(null);
        if (address == null) {
            return forgotPage(false, "Please enter a complete email address.");
        }
        if (!limits.allow("reset", address, request.getRemoteAddr())) {
            return failurePage.show(
                    Failure.of(LoginError.TOO_MANY_ATTEMPTS),
                    new Failures.About(null, null, address.value(), null),
                    request);
        }
        resets.ask(address, request.getRemoteAddr());
        return forgotPage(true, null);
    }

    @GetMapping("/login/reset")
    ModelAndView reset(
            @RequestParam(defaultValue = "") String token, HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
        return resetPage(token, null, null);
    }

    @PostMapping("/login/reset")
    ModelAndView change(
            @RequestParam String token, @RequestParam String password, HttpServletRequest request) {
        if (!limits.allow("reset-use", request.getRemoteAddr(), 30)) {
            return resetPage(
                    token, "There were too many attempts. Please wait a few minutes.", null);
        }
        String problem = Passwords.problem(new Secret(password)).orElse(null);
        if (problem != null) {
            return resetPage(token, problem, null);
        }
        return resetPage("", null, resets.change(token, password).name());
    }

    private static ModelAndView forgotPage(boolean sent, @Nullable String problem) {
        ModelAndView page = new ModelAndView("login/forgot");
        page.addObject("sent", sent);
        page.addObject("problem", problem);
        return page;
    }

    private static ModelAndView resetPage(
            String token, @Nullable String problem, @Nullable String outcome) {
        ModelAndView page = new ModelAndView("login/reset");
        page.addObject("token", token);
        page.addObject("problem", problem);
        page.addObject("outcome", outcome);
        return page;
    }
}
