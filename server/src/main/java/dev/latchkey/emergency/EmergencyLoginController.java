package dev.latchkey.emergency;

import dev.latchkey.http.ClientAddress;
import dev.latchkey.login.EmergencySessions;
import dev.latchkey.login.Purpose;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.web.ReturnTo;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The form for an address and a recovery code. */
@Controller
@RequestMapping("/login/emergency")
class EmergencyLoginController {
    private final EmergencySignIn signIn;
    private final EmergencySessions sessions;

    EmergencyLoginController(EmergencySignIn signIn, EmergencySessions sessions) {
        this.signIn = signIn;
        this.sessions = sessions;
    }

    @GetMapping
    ModelAndView form(@RequestParam(name = "return_to", defaultValue = "") String to) {
        return form(null, to);
    }

    @PostMapping
    ModelAndView enter(
            @RequestParam String email,
            @RequestParam String code,
            @RequestParam(name = "return_to", defaultValue = "") String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        EmailAddress address = EmailAddress.known(email).orElse(null);
        if (address == null) {
            return form(EmailAddress.complaint(email), to);
        }
        return switch (signIn.enter(address, code, ClientAddress.of(request))) {
            case EmergencySignIn.Outcome.In(var session) ->
                    new ModelAndView(
                            "redirect:"
                                    + sessions.handOver(
                                            session, Purpose.of(to), request, response));
            case EmergencySignIn.Outcome.Refused(var error, var organization) ->
                    sessions.refused(error, organization, address, request);
        };
    }

    private static ModelAndView form(@Nullable String problem, String to) {
        return new ModelAndView("emergency/login")
                .addObject("problem", problem)
                .addObject("returnTo", ReturnTo.local(to));
    }
}
