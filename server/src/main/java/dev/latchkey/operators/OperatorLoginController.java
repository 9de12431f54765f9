package dev.latchkey.operators;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.limits.Devices;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Passwords;
import dev.latchkey.shared.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
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

    /** Refusals in the audit log, of an operator or of all other addresses, in a quarter of an hour. */
    private static final int RECORDED = 30;

    private static final String TOO_MANY =
            "There were too many attempts. Please wait a few minutes and try again.";

    private final Operators operators;
    private final OperatorSessions sessions;
    private final OperatorCookies cookies;
    private final Guesses guesses;
    private final Devices devices;
    private final RateLimits limits;
    private final Audit audit;
    private final Passwords passwords;
    private final TransactionTemplate transaction;

    OperatorLoginController(
            Operators operators,
            OperatorSessions sessions,
            OperatorCookies cookies,
            Guesses guesses,
            Devices devices,
            RateLimits limits,
            Audit audit,
            Passwords passwords,
            TransactionTemplate transaction) {
        this.operators = operators;
        this.sessions = sessions;
        this.cookies = cookies;
        this.guesses = guesses;
        this.devices = devices;
        this.limits = limits;
        this.audit = audit;
        this.passwords = passwords;
        this.transaction = transaction;
    }

    @GetMapping("/operator/login")
    ModelAndView form(HttpServletRequest request) {
        return page("", null, HttpStatus.OK).addObject("present", present(request).orElse(null));
    }

    /** @param instead whose session the page said would end here, empty for nobody's */
    @PostMapping("/operator/login")
    ModelAndView signIn(
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam(defaultValue = "") String instead,
            HttpServletRequest request,
            HttpServletResponse response) {
        EmailAddress address = EmailAddress.known(email).orElse(null);
        if (address == null) {
            return page(email, EmailAddress.complaint(email), HttpStatus.FORBIDDEN);
        }
        Optional<Optional<Operator>> looked =
                guesses.password(
                        PASSWORD,
                        address,
                        devices.visitor(request),
                        guess -> passwords.step(() -> authenticated(address, password, guess)));
        if (looked.isEmpty()) {
            return page(email, TOO_MANY, HttpStatus.TOO_MANY_REQUESTS);
        }
        Optional<Operator> operator = looked.get();
        if (operator.isEmpty()) {
            refused(address);
            return page(email, WRONG, HttpStatus.FORBIDDEN)
                    .addObject("present", present(request).orElse(null));
        }
        Operator unasked = unasked(operator.get(), instead, request).orElse(null);
        if (unasked != null) {
            return page(email, null, HttpStatus.CONFLICT).addObject("present", unasked);
        }
        begin(operator.get(), request, response);
        devices.remember(PASSWORD, address, request, response);
        return new ModelAndView("redirect:/operator");
    }

    /** The operator who is signed in in this browser. */
    Optional<Operator> present(HttpServletRequest request) {
        return cookies.session(request)
                .flatMap(sessions::find)
                .flatMap(operators::find)
                .filter(Operator::active);
    }

    /** Who is signed in in this browser, is somebody else, and was not said to end: nobody is replaced unasked. */
    private Optional<Operator> unasked(Operator next, String instead, HttpServletRequest request) {
        return present(request)
                .filter(present -> !present.id().equals(next.id()))
                .filter(present -> !present.id().toString().equals(instead));
    }

    private Optional<Operator> authenticated(EmailAddress address, String password, Guess guess) {
        Optional<Operator> found = operators.authenticate(address, new Secret(password));
        found.ifPresent(right -> guess.right());
        return found;
    }

    /** A new session in place of the one that this browser had. */
    void begin(Operator operator, HttpServletRequest request, HttpServletResponse response) {
        String id =
                transaction.execute(status -> {
                    cookies.session(request).ifPresent(sessions::end);
                    audit.record(
                            actor(operator),
                            null,
                            OperatorAction.SIGNED_IN,
                            "operator",
                            operator.id().toString(),
                            Map.of());
                    return sessions.begin(operator.id());
                });
        cookies.set(response, java.util.Objects.requireNonNull(id));
    }

    /**
     * Notes the refusal, of an operator's address with the address, of any other without: the record stays for ever, and
     * strangers may neither fill it nor choose what stands in it.
     */
    private void refused(EmailAddress address) {
        Operator known = operators.find(address).orElse(null);
        String id = known == null ? null : known.id().toString();
        if (limits.allow("operator-refused", id == null ? "unknown" : id, RECORDED)) {
            Map<String, String> detail =
                    known == null
                            ? Map.of("email", "no operator's")
                            : Map.of("email", known.email());
            transaction.executeWithoutResult(status ->
                    audit.record(
                            new Actor(Actor.Kind.SYSTEM, null, "sign-in page"),
                            null,
                            OperatorAction.SIGN_IN_REFUSED,
                            id == null ? null : "operator",
                            id,
                            detail));
        }
    }

    @PostMapping("/operator/logout")
    String signOut(HttpServletRequest request, HttpServletResponse response) {
        cookies.session(request).ifPresent(sessions::end);
        cookies.clear(response);
        return "redirect:/operator/login";
    }

    static Actor actor(Operator operator) {
        return new Actor(Actor.Kind.OPERATOR, operator.id().toString(), operator.name());
    }

    private static ModelAndView page(String email, @Nullable String problem, HttpStatus status) {
        ModelAndView page = new ModelAndView("operators/login", status);
        page.addObject("email", email);
        page.addObject("problem", problem);
        return page;
    }
}
