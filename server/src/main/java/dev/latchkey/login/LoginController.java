package dev.latchkey.login;

import dev.latchkey.failures.FailurePage;
import dev.latchkey.failures.Failures;
import dev.latchkey.failures.LoginError;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.Devices;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Reference;
import dev.latchkey.shared.Visible;
import dev.latchkey.web.ReturnTo;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The email form and the password form. */
@Controller
class LoginController {
    private static final String UNCOUNTED = "none";

    private final LoginFlow flow;
    private final PasswordSignIn passwords;
    private final Handover handover;
    private final Devices devices;
    private final Failures failures;
    private final FailurePage failurePage;

    LoginController(
            LoginFlow flow,
            PasswordSignIn passwords,
            Handover handover,
            Devices devices,
            Failures failures,
            FailurePage failurePage) {
        this.flow = flow;
        this.passwords = passwords;
        this.handover = handover;
        this.devices = devices;
        this.failures = failures;
        this.failurePage = failurePage;
    }

    @GetMapping("/login")
    ModelAndView email(
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "false") boolean sso,
            HttpServletResponse response) {
        FormTargets.allowIdps(response);
        ModelAndView page = emailForm(ReturnTo.local(to), null);
        // A link in a mail fills the form in and does nothing else: nobody is signed in by a link.
        page.addObject("email", EmailAddress.known(email).map(EmailAddress::value).orElse(""));
        page.addObject("sso", sso);
        return page;
    }

    @PostMapping("/login")
    ModelAndView afterEmail(
            @RequestParam String email,
            @RequestParam(defaultValue = "false") boolean sso,
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        NextStep next = flow.afterEmail(email, sso, ClientAddress.of(request));
        return show(next, Visible.trimmed(email), Purpose.of(to), request, response);
    }

    /**
     * The password form, under an address of its own: whoever goes back to it from the console sees the form again,
     * and not the browser's question whether to send the last one once more.
     *
     * @param failed the reference of the try before this one, {@link #UNCOUNTED} where it has none
     */
    @GetMapping("/login/password")
    ModelAndView password(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            @RequestParam(name = "sso_not_offered", defaultValue = "false") boolean notOffered,
            @RequestParam(required = false) @Nullable String failed,
            HttpServletResponse response) {
        EmailAddress address = EmailAddress.parse(Visible.trimmed(email)).orElse(null);
        if (address == null) {
            return new ModelAndView("redirect:/login");
        }
        FormTargets.allowIdps(response);
        ModelAndView page = new ModelAndView("login/password");
        page.addObject("email", address.value());
        page.addObject("returnTo", ReturnTo.local(to));
        page.addObject("ssoNotOffered", notOffered);
        page.addObject("problem", failed == null ? null : LoginError.WRONG_CREDENTIALS.sentence());
        page.addObject("reference", Reference.isOne(failed) ? failed : null);
        return page;
    }

    @PostMapping("/login/password")
    ModelAndView afterPassword(
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        NextStep next = passwords.enter(email, password, devices.visitor(request));
        if (next instanceof NextStep.Begun) {
            EmailAddress.known(email)
                    .ifPresent(known ->
                            devices.remember(PasswordSignIn.PASSWORD, known, request, response));
        }
        return show(next, email, Purpose.of(to), request, response);
    }

    private ModelAndView show(
            NextStep next,
            String email,
            Purpose purpose,
            HttpServletRequest request,
            HttpServletResponse response) {
        FormTargets.allowIdps(response);
        String returnTo = purpose.page();
        return switch (next) {
            case NextStep.AskEmail(var problem) ->
                    emailForm(returnTo, problem).addObject("email", email);
            case NextStep.AskPassword(var address, var notOffered) ->
                    passwordForm(address, returnTo, notOffered ? "&sso_not_offered=true" : "");
            case NextStep.GoToIdp(var connection, var explain) -> {
                String target =
                        ssoPath(connection.toString(), returnTo) + "&email=" + encoded(email);
                yield explain
                        ? explanation(target, returnTo)
                        : new ModelAndView("redirect:" + target);
            }
            case NextStep.Begun(var session) ->
                    new ModelAndView(
                            "redirect:" + handover.handOver(session, purpose, request, response));
            case NextStep.Refused refused -> refused(refused, email, returnTo, request);
        };
    }

    static String ssoPath(String connection, String returnTo) {
        return "/login/sso?connection=" + connection + "&return_to=" + encoded(returnTo);
    }

    private static ModelAndView emailForm(String returnTo, @Nullable String problem) {
        ModelAndView page = new ModelAndView("login/email");
        page.addObject("returnTo", returnTo);
        page.addObject("problem", problem);
        return page;
    }

    private static ModelAndView passwordForm(String email, String returnTo, String more) {
        return new ModelAndView(
                "redirect:/login/password?email="
                        + encoded(email)
                        + "&return_to="
                        + encoded(returnTo)
                        + more);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** A wrong password is said on the form itself, which keeps the address; all else on a page of its own. */
    private ModelAndView refused(
            NextStep.Refused refused, String email, String returnTo, HttpServletRequest request) {
        Failures.About about = new Failures.About(refused.organization(), null, email, null);
        String address =
                EmailAddress.parse(Visible.trimmed(email)).map(EmailAddress::value).orElse(null);
        if (refused.failure().error() != LoginError.WRONG_CREDENTIALS || address == null) {
            return failurePage.show(refused.failure(), about, request);
        }
        String reference = failures.record(refused.failure(), about, request).orElse(UNCOUNTED);
        return passwordForm(address, returnTo, "&failed=" + reference);
    }

    private static ModelAndView explanation(String target, String returnTo) {
        ModelAndView page = new ModelAndView("login/sso-only");
        page.addObject("target", target);
        page.addObject("returnTo", returnTo);
        return page;
    }
}
