package dev.latchkey.operators;

import dev.latchkey.audit.Actor;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Secret;
import dev.latchkey.web.ShownOnce;
import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The operators, for one another: who they are, a link for a new one, and who may no longer. */
@Controller
class OperatorsController {
    private static final String LINK = "operator";

    private final Operators operators;
    private final Invitations invitations;
    private final OperatorCookies cookies;
    private final Guesses guesses;
    private final ShownOnce once;

    OperatorsController(
            Operators operators,
            Invitations invitations,
            OperatorCookies cookies,
            Guesses guesses,
            ShownOnce once) {
        this.operators = operators;
        this.invitations = invitations;
        this.cookies = cookies;
        this.guesses = guesses;
        this.once = once;
    }

    /** With the link that was just made, if one was; it is on this one page and nowhere else. */
    @GetMapping("/operator/operators")
    ModelAndView list(
            @AuthenticationPrincipal SignedInOperator self,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page(
                self,
                List.of(),
                once.take(LINK, request, response).map(invitations::address).orElse(null));
    }

    /** Leads on to the page that shows the link, so that reloading it makes no other. */
    @PostMapping("/operator/operators/invitations")
    ModelAndView invite(
            @AuthenticationPrincipal SignedInOperator self, HttpServletResponse response) {
        return switch (invitations.colleague(Actor.of(self), self.id())) {
            case Result.Ok<Secret>(Secret link) -> {
                once.keep(LINK, Invitations.token(link), response);
                yield new ModelAndView("redirect:/operator/operators");
            }
            case Result.Refused<Secret>(List<Problem> problems) -> page(self, problems, null);
        };
    }

    /** A click that comes too late finds it gone from the list, as was wanted, or its user in it. */
    @DeleteMapping("/operator/operators/invitations/{link}")
    String withdraw(@PathVariable UUID link, @AuthenticationPrincipal SignedInOperator self) {
        invitations.withdraw(Actor.of(self), link);
        return "redirect:/operator/operators";
    }

    @DeleteMapping("/operator/operators/{sid}/activation")
    ModelAndView disable(@PathVariable String sid, @AuthenticationPrincipal SignedInOperator self) {
        return set(sid, self, false);
    }

    @PostMapping("/operator/operators/{sid}/activation")
    ModelAndView enable(@PathVariable String sid, @AuthenticationPrincipal SignedInOperator self) {
        return set(sid, self, true);
    }

    private ModelAndView set(String sid, SignedInOperator self, boolean active) {
        OperatorId id =
                OperatorId.parse(sid)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return switch (operators.setActive(Actor.of(self), id, active)) {
            case Result.Ok<Operator> ok -> new ModelAndView("redirect:/operator/operators");
            case Result.Refused<Operator>(List<Problem> problems) -> page(self, problems, null);
        };
    }

    @GetMapping("/operator/password")
    ModelAndView password() {
        return passwordPage(List.of(), false);
    }

    @PostMapping("/operator/password")
    ModelAndView changePassword(
            @RequestParam String present,
            @RequestParam String wanted,
            @AuthenticationPrincipal SignedInOperator self,
            HttpServletRequest request) {
        Result<Operator> result =
                guesses.<Result<Operator>>own(
                                "operator-present",
                                self.id().toString(),
                                guess -> changed(self, present, wanted, request, guess))
                        .orElseGet(
                                () -> Result.refused(OperatorError.TOO_MANY_WRONG_PASSWORDS, ""));
        return result instanceof Result.Refused<Operator>(List<Problem> problems)
                ? passwordPage(problems, false)
                : passwordPage(List.of(), true);
    }

    private Result<Operator> changed(
            SignedInOperator self,
            String present,
            String wanted,
            HttpServletRequest request,
            Guess guess) {
        Result<Operator> result =
                operators.changePassword(
                        Actor.of(self),
                        self.id(),
                        new Secret(present),
                        new Secret(wanted),
                        cookies.session(request).orElse(""));
        boolean wrong =
                result instanceof Result.Refused<Operator>(List<Problem> problems)
                        && problems.stream()
                                .anyMatch(each -> each.code() == OperatorError.PASSWORD_WRONG);
        if (wrong) {
            operators.noteWrongPassword(
                    Actor.of(self), self.id(), ClientAddress.of(request).toString());
        } else {
            guess.right();
        }
        return result;
    }

    private static ModelAndView passwordPage(List<Problem> problems, boolean changed) {
        ModelAndView page = new ModelAndView("operators/password");
        page.addObject("problems", problems);
        page.addObject("changed", changed);
        return page;
    }

    private ModelAndView page(
            SignedInOperator self, List<Problem> problems, @Nullable Secret link) {
        ModelAndView page = new ModelAndView("operators/operators");
        page.addObject("operators", operators.all());
        page.addObject("self", self.id());
        page.addObject("open", invitations.open());
        page.addObject("problems", problems);
        page.addObject("link", link == null ? null : link.reveal());
        return page;
    }
}
