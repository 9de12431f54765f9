package dev.latchkey.login;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
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
@RequestMapping("/operator/organizations/{or}/users/{us}/password-link")
class PasswordLinkController {
    private final PasswordLinks links;
    private final Directory directory;

    PasswordLinkController(PasswordLinks links, Directory directory) {
        this.links = links;
        this.directory = directory;
    }

    /** Whoever reloads the page after a sign-in comes back to the user; only a click makes a link. */
    @GetMapping
    String back(@PathVariable("or") String or, @PathVariable("us") String us) {
        return "redirect:" + page(user(or, us));
    }

    @PostMapping
    String make(
            @PathVariable("or") String or,
            @PathVariable("us") String us,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        User user = user(or, us);
        model.addAttribute("user", user);
        switch (links.make(operator, user)) {
            case Result.Ok<String>(String link) -> {
                model.addAttribute("link", link);
                model.addAttribute("problems", List.of());
            }
            case Result.Refused<String>(List<Problem> problems) ->
                    model.addAttribute("problems", problems);
        }
        return "login/password-link";
    }

    @DeleteMapping
    String withdraw(
            @PathVariable("or") String or,
            @PathVariable("us") String us,
            @AuthenticationPrincipal SignedInOperator operator) {
        User user = user(or, us);
        links.withdraw(operator, user);
        return "redirect:" + page(user);
    }

    private static String page(User user) {
        return "/operator/organizations/" + user.organization() + "/users/" + user.id();
    }

    private User user(String or, String us) {
        return OrganizationId.parse(or)
                .flatMap(organization ->
                        UserId.parse(us).flatMap(id -> directory.user(organization, id)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
