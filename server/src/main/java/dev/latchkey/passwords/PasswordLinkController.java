package dev.latchkey.passwords;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.OrganizationPath;
import dev.latchkey.web.ShownOnce;
import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** Shows an operator, once, the link by which a user sets a password. */
@Controller
@RequestMapping("/operator/organizations/{organization}/users/{us}/password-link")
class PasswordLinkController {
    private final PasswordLinks links;
    private final Directory directory;
    private final ShownOnce once;

    PasswordLinkController(PasswordLinks links, Directory directory, ShownOnce once) {
        this.links = links;
        this.once = once;
        this.directory = directory;
    }

    /** Shows the link that was just made; whoever reloads or comes later is back at the user: only a click makes one. */
    @GetMapping
    String show(
            Visit visit,
            @PathVariable("us") String us,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        User user = user(visit, us);
        return once.take(purpose(user), request, response)
                .map(token -> page(user, links.address(token), List.of(), model))
                .orElseGet(() -> "redirect:" + page(user));
    }

    @PostMapping
    String make(
            Visit visit,
            @PathVariable("us") String us,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletResponse response,
            Model model) {
        User user = user(visit, us);
        return switch (links.make(operator, user)) {
            case Result.Ok<String>(String token) -> {
                once.keep(purpose(user), token, response);
                yield "redirect:" + page(user) + "/password-link";
            }
            case Result.Refused<String>(List<Problem> problems) ->
                    page(user, null, problems, model);
        };
    }

    private static String page(
            User user, @Nullable String link, List<Problem> problems, Model model) {
        model.addAttribute("user", user);
        model.addAttribute("link", link);
        model.addAttribute("problems", problems);
        return "login/password-link";
    }

    /** One user's link is not shown as another's. */
    private static String purpose(User user) {
        return "password_" + user.id();
    }

    @DeleteMapping
    String withdraw(
            Visit visit,
            @PathVariable("us") String us,
            @AuthenticationPrincipal SignedInOperator operator) {
        User user = user(visit, us);
        links.withdraw(operator, user);
        return "redirect:" + page(user);
    }

    private static String page(User user) {
        return OrganizationPath.of(user.organization()) + "/users/" + user.id();
    }

    private User user(Visit visit, String us) {
        return UserId.parse(us)
                .flatMap(id -> directory.user(visit.id(), id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
