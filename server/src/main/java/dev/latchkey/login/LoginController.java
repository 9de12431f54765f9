package dev.latchkey.login;

import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.Devices;
import dev.latchkey.shared.EmailAddress;
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
    private final LoginFlow flow;
    private final Handover handover;
    private final Devices devices;
    private final FailurePage failurePage;

    LoginController(LoginFlow flow, Handover handover, Devices devices, FailurePage failurePage) {
        this.flow = flow;
        this.handover = handover;
        this.devices = devices;
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
        return show(next, email, ReturnTo.local(to), request, response);
    }

    @GetMapping("/login/password")
    String passwordWithoutEmail() {
        return "redirect:/login";
    }

    @PostMapping("/login/password")
    ModelAndView afterPassword(
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        NextStep next = flow.afterPassword(email, password, devices.visitor(request));
        if (next instanceof NextStep.Begun) {
            EmailAddress.known(email)
                    .ifPresent(known ->
                            devices.remember(LoginFlow.PASSWORD, known, request, response));
        }
        return show(next, email, ReturnTo.local(to), request, response);
    }

    private ModelAndView show(
            NextStep next,
            String email,
            String returnTo,
            HttpServletRequest request,
            HttpServletResponse response) {
        FormTargets.allowIdps(response);
        return switch (next) {
            case NextStep.AskEmail(var problem) ->
                    emailForm(returnTo, problem).addObject("email", email);
            case NextStep.AskPassword(var address, var notOffered) ->
                    passwordForm(address, returnTo, notOffered);
            case NextStep.GoToIdp(var connection, var explain) -> {
                String target = ssoPath(connection.toString(), returnTo);
                yield explain ? explanation(target) : new ModelAndView("redirect:" + target);
            }
            case NextStep.Begun(var id, var switching) ->
                    new ModelAndView(
                            "redirect:"
                                    + handover.begun(
                                            id,
                                            switching ? NoticeController.path(returnTo) : returnTo,
                                            request,
                                            response));
            case NextStep.Refused(var failure, var organization) ->
                    failurePage.show(
                            failure, new Failures.About(organization, null, email, null), request);
        };
    }

    static String ssoPath(String connection, String returnTo) {
        return "/login/sso?connection="
                + connection
                + "&return_to="
                + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
    }

    private static ModelAndView emailForm(String returnTo, @Nullable String problem) {
        ModelAndView page = new ModelAndView("login/email");
        page.addObject("returnTo", returnTo);
        page.addObject("problem", problem);
        return page;
    }

    private static ModelAndView passwordForm(String email, String returnTo, boolean notOffered) {
        ModelAndView page = new ModelAndView("login/password");
        page.addObject("email", email);
        page.addObject("returnTo", returnTo);
        page.addObject("ssoNotOffered", notOffered);
        return page;
    }

    private static ModelAndView explanation(String target) {
        ModelAndView page = new ModelAndView("login/sso-only");
        page.addObject("target", target);
        return page;
    }
}
