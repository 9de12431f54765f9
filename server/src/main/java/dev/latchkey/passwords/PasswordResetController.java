package dev.latchkey.passwords;

import dev.latchkey.failures.Failure;
import dev.latchkey.failures.FailurePage;
import dev.latchkey.failures.Failures;
import dev.latchkey.failures.LoginError;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.mail.Mailer;
import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.EmailAddress;
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
    private static final int ASKED_PER_NETWORK = 300;
    private static final int MAILED_PER_ADDRESS = 5;
    private static final int WRONG_LINKS = 30;

    private final PasswordResets resets;
    private final RateLimits limits;
    private final Guesses guesses;
    private final Mailer mailer;
    private final FailurePage failurePage;

    PasswordResetController(
            PasswordResets resets,
            RateLimits limits,
            Guesses guesses,
            Mailer mailer,
            FailurePage failurePage) {
        this.resets = resets;
        this.limits = limits;
        this.guesses = guesses;
        this.mailer = mailer;
        this.failurePage = failurePage;
    }

    @GetMapping("/login/forgot")
    ModelAndView forgot() {
        return forgotPage(false, null);
    }

    @PostMapping("/login/forgot")
    ModelAndView ask(@RequestParam String email, HttpServletRequest request) {
        EmailAddress address = EmailAddress.known(email).orElse(null);
        if (address == null) {
            return forgotPage(false, EmailAddress.complaint(email));
        }
        if (!limits.allow("reset", ClientAddress.of(request), ASKED_PER_NETWORK)) {
            return failurePage.show(
                    Failure.of(LoginError.TOO_MANY_ATTEMPTS),
                    new Failures.About(null, null, address.value(), null),
                    request);
        }
        // Beyond this a stranger would fill the mailbox. What was mailed before still works, so
        // nobody is kept out.
        if (limits.allow("reset-of", address.key(), MAILED_PER_ADDRESS)) {
            resets.ask(address, ClientAddress.of(request).toString());
        }
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
        String problem = Passwords.problem(new Secret(password)).orElse(null);
        if (problem != null) {
            return resetPage(token, problem, null);
        }
        return guesses.token(
                        "reset-use",
                        ClientAddress.of(request),
                        WRONG_LINKS,
                        guess -> resetPage("", null, changed(token, password, guess).name()))
                .orElseGet(() ->
                        resetPage(
                                token,
                                "There were too many attempts. Please wait a few minutes.",
                                null));
    }

    private PasswordResets.Outcome changed(String token, String password, Guess guess) {
        PasswordResets.Outcome outcome = resets.change(token, password);
        if (outcome != PasswordResets.Outcome.LINK_USELESS) {
            guess.right();
        }
        return outcome;
    }

    private ModelAndView forgotPage(boolean sent, @Nullable String problem) {
        ModelAndView page = new ModelAndView("login/forgot");
        page.addObject("sent", sent);
        page.addObject("mails", mailer.configured());
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
