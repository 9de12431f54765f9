package dev.latchkey.keptforms;

import dev.latchkey.web.SessionOwner;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** Shows what was typed before, and lets the person send it or not. */
@Controller
class KeptFormController {
    /** The field by which a form says that it was kept. */
    static final String FIELD = "_kept";

    private static final String USERS = "/console/kept/{token}";
    private static final String OPERATORS = "/operator/kept/{token}";

    private final KeptForms forms;

    KeptFormController(KeptForms forms) {
        this.forms = forms;
    }

    static String path(boolean operators, String token) {
        return (operators ? OPERATORS : USERS).replace("{token}", token);
    }

    @GetMapping(USERS)
    ModelAndView ofUser(
            @PathVariable String token,
            @AuthenticationPrincipal SignedInUser user,
            HttpServletResponse response) {
        return page(SessionOwner.of(user), token, path(false, token), "/console", response);
    }

    @GetMapping(OPERATORS)
    ModelAndView ofOperator(
            @PathVariable String token,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletResponse response) {
        return page(SessionOwner.of(operator), token, path(true, token), "/operator", response);
    }

    private ModelAndView page(
            String owner, String token, String path, String home, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        KeptForm form = forms.find(owner, token).orElse(null);
        return new ModelAndView(
                        "keptforms/kept", form == null ? HttpStatus.NOT_FOUND : HttpStatus.OK)
                .addObject("form", form)
                .addObject("token", token)
                .addObject("path", path)
                .addObject("home", home);
    }

    @DeleteMapping(USERS)
    String discard(@PathVariable String token, @AuthenticationPrincipal SignedInUser user) {
        forms.take(SessionOwner.of(user), token);
        return "redirect:/console";
    }

    @DeleteMapping(OPERATORS)
    String discard(@PathVariable String token, @AuthenticationPrincipal SignedInOperator operator) {
        forms.take(SessionOwner.of(operator), token);
        return "redirect:/operator";
    }
}
