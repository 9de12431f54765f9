package dev.latchkey.operators;

import dev.latchkey.limits.Devices;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Secret;
import dev.latchkey.web.ReturnTo;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How an operator signs in and out. */
@Controller
class OperatorLoginController {
    /** What the limits call an operator's password. */
    private static final String PASSWORD = "operator";

    private static final String WRONG =
            "The address or the password is not right. Please try again.";

    private static final String TOO_MANY =
            "There were too many attempts. Please wait a few minutes and try again.";

    private final Operators operators;
    private final OperatorHandover handover;
    private final Guesses guesses;
    private final Devices devices;
    private final Passwords passwords;
    private final OperatorRefusals refusals;

    OperatorLoginController(
            Operators operators,
            OperatorHandover handover,
            Guesses guesses,
            Devices devices,
            Passwords passwords,
            OperatorRefusals refusals) {
        this.operators = operators;
        this.handover = handover;
        this.guesses = guesses;
        this.devices = devices;
        this.passwords = passwords;
        this.refusals = refusals;
    }

    /**
     * Who is signed in goes on to where a link led them. The browser keeps the cookie back when the link stood on
     * another site, so that it is asked once more from here.
     */
    @GetMapping("/operator/login")
    ModelAndView form(
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            @RequestParam(defaultValue = "false") boolean again,
            HttpServletRequest request,
            HttpServletResponse response) {
        String returnTo = ReturnTo.operators(to);
        boolean led = to != null && returnTo.equals(to);
        Operator present = handover.present(request).orElse(null);
        if (led && present != null) {
            return new ModelAndView("redirect:" + returnTo);
        }
        if (led && !again && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
            response.setHeader(
                    "Refresh",
                    "0; url=/operator/login?again=true&return_to="
                            + URLEncoder.encode(returnTo, StandardCharsets.UTF_8));
        }
        return page("", null, HttpStatus.OK, returnTo).addObject("present", present);
    }

    /** @param instead whose session the page said would end here, empty for nobody's */
    @PostMapping("/operator/login")
    ModelAndView signIn(
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam(defaultValue = "") String instead,
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        String returnTo = ReturnTo.operators(to);
        EmailAddress address = EmailAddress.known(email).orElse(null);
        if (address == null) {
            return page(email, EmailAddress.complaint(email), HttpStatus.FORBIDDEN, returnTo);
        }
        Optional<Optional<Operator>> looked =
                guesses.password(
                        PASSWORD,
                        address,
                        devices.visitor(request),
                        guess -> passwords.step(() -> authenticated(address, password, guess)));
        if (looked.isEmpty()) {
            return page(email, TOO_MANY, HttpStatus.TOO_MANY_REQUESTS, returnTo);
        }
        Optional<Operator> operator = looked.get();
        if (operator.isEmpty()) {
            refusals.note(address);
            return page(email, WRONG, HttpStatus.FORBIDDEN, returnTo)
                    .addObject("present", handover.present(request).orElse(null));
        }
        Operator unasked = unasked(operator.get(), instead, request).orElse(null);
        if (unasked != null) {
            return page(email, null, HttpStatus.CONFLICT, returnTo).addObject("present", unasked);
        }
        handover.begin(operator.get(), request, response);
        devices.remember(PASSWORD, address, request, response);
        return new ModelAndView("redirect:" + returnTo);
    }

    /** Who is signed in in this browser, is somebody else, and was not said to end: nobody is replaced unasked. */
    private Optional<Operator> unasked(Operator next, String instead, HttpServletRequest request) {
        return handover.present(request)
                .filter(present -> !present.id().equals(next.id()))
                .filter(present -> !present.id().toString().equals(instead));
    }

    private Optional<Operator> authenticated(EmailAddress address, String password, Guess guess) {
        Optional<Operator> found = operators.authenticate(address, new Secret(password));
        found.ifPresent(right -> guess.right());
        return found;
    }

    @PostMapping("/operator/logout")
    String signOut(HttpServletRequest request, HttpServletResponse response) {
        handover.end(request, response);
        return "redirect:/operator/login";
    }

    private static ModelAndView page(
            String email, @Nullable String problem, HttpStatus status, String returnTo) {
        ModelAndView page = new ModelAndView("operators/login", status);
        page.addObject("email", email);
        page.addObject("problem", problem);
        page.addObject("returnTo", returnTo);
        return page;
    }
}
