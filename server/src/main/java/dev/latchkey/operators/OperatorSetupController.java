package dev.latchkey.operators;

import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Where a one-time link leads: somebody becomes an operator and is signed in. */
@Controller
class OperatorSetupController {
    private static final int WRONG_PER_NETWORK = 60;

    private final Invitations invitations;
    private final OperatorHandover handover;
    private final Guesses guesses;
    private final Passwords passwords;

    OperatorSetupController(
            Invitations invitations,
            OperatorHandover handover,
            Guesses guesses,
            Passwords passwords) {
        this.invitations = invitations;
        this.handover = handover;
        this.guesses = guesses;
        this.passwords = passwords;
    }

    /** Looking at the link does not spend it: mail scanners and link previews look too. */
    @GetMapping("/operator/setup")
    ModelAndView form(
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        return page(token, "", "", invitations.usable(token), List.of())
                .addObject("present", handover.present(request).orElse(null));
    }

    /** @param instead whose session the page said would end here, empty for nobody's */
    @PostMapping("/operator/setup")
    ModelAndView accept(
            @RequestParam String token,
            @RequestParam String email,
            @RequestParam String name,
            @RequestParam String password,
            @RequestParam(defaultValue = "") String instead,
            HttpServletRequest request,
            HttpServletResponse response) {
        Operator present = handover.present(request).orElse(null);
        if (present != null && !present.id().toString().equals(instead)) {
            ModelAndView page =
                    page(token, email, name, invitations.usable(token), List.of())
                            .addObject("present", present);
            page.setStatus(HttpStatus.CONFLICT);
            return page;
        }
        Result<Operator> result =
                guesses.token(
                                "operator-setup",
                                ClientAddress.of(request),
                                WRONG_PER_NETWORK,
                                guess -> {
                                    Result<Operator> made =
                                            passwords.step(() ->
                                                    invitations.accept(
                                                            token,
                                                            email,
                                                            name,
                                                            new Secret(password)));
                                    forget(guess, made);
                                    return made;
                                })
                        .orElseThrow(
                                () -> new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS));
        return switch (result) {
            case Result.Ok<Operator>(Operator operator) -> {
                handover.begin(operator, request, response);
                yield new ModelAndView("redirect:/operator");
            }
            case Result.Refused<Operator>(List<Problem> problems) ->
                    page(token, email, name, usable(problems), problems)
                            .addObject("present", present);
        };
    }

    /** Who has the link and types a short password has guessed nothing. */
    private static void forget(Guess guess, Result<Operator> made) {
        if (!(made instanceof Result.Refused<Operator>(List<Problem> problems))
                || usable(problems)) {
            guess.right();
        }
    }

    private static boolean usable(List<Problem> problems) {
        return problems.stream().noneMatch(p -> p.code() == OperatorError.LINK_USELESS);
    }

    private static ModelAndView page(
            String token, String email, String name, boolean usable, List<Problem> problems) {
        boolean refused = !usable || !problems.isEmpty();
        ModelAndView page =
                new ModelAndView("operators/setup", refused ? HttpStatus.FORBIDDEN : HttpStatus.OK);
        page.addObject("token", token);
        page.addObject("email", email);
        page.addObject("name", name);
        page.addObject("usable", usable);
        page.addObject("problems", problems);
        return page;
    }
}
