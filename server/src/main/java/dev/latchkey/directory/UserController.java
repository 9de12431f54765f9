package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of an organization's users. */
@Controller
@RequestMapping("/operator/organizations/{or}/users")
class UserController {
    private final Users users;
    private final NewcomerDesk newcomers;
    private final Accounts accounts;
    private final Memberships memberships;
    private final OpenPasswordLinks links;
    private final Lookup lookup;

    UserController(
            Users users,
            NewcomerDesk newcomers,
            Accounts accounts,
            Memberships memberships,
            OpenPasswordLinks links,
            Lookup lookup) {
        this.users = users;
        this.newcomers = newcomers;
        this.accounts = accounts;
        this.memberships = memberships;
        this.links = links;
        this.lookup = lookup;
    }

    @GetMapping
    String list(
            @PathVariable("or") String or,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        Organization organization = lookup.organization(or);
        model.addAttribute("organization", organization);
        model.addAttribute("q", q);
        model.addAttribute("page", users.search(organization.id(), SearchText.of(q), page));
        return "directory/users";
    }

    @GetMapping("/new")
    String begin(@PathVariable("or") String or, Model model) {
        return form(lookup.organization(or), null, UserForm.empty(), List.of(), model);
    }

    @PostMapping
    String create(
            @PathVariable("or") String or,
            @RequestParam MultiValueMap<String, String> fields,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = lookup.organization(or);
        UserForm form = UserForm.of(fields);
        Result<User> result =
                switch (form.user()) {
                    case Result.Ok<NewUser>(NewUser given) ->
                            newcomers.create(
                                    Actor.of(operator), organization.id(), given, form.accounts());
                    case Result.Refused<NewUser>(List<Problem> problems) ->
                            new Result.Refused<>(problems);
                };
        return switch (result) {
            case Result.Ok<User>(User made) -> redirect(made);
            case Result.Refused<User>(List<Problem> problems) ->
                    form(organization, null, form, problems, model);
        };
    }

    @GetMapping("/{us}")
    String show(@PathVariable("or") String or, @PathVariable("us") String us, Model model) {
        Organization organization = lookup.organization(or);
        return page(organization, lookup.user(organization, us), List.of(), model);
    }

    private String page(
            Organization organization, UserDetails details, List<Problem> problems, Model model) {
        model.addAttribute("problems", problems);
        model.addAttribute("organization", organization);
        model.addAttribute("details", details);
        model.addAttribute("user", details.user());
        model.addAttribute("links", links.of(details.user()));
        model.addAttribute("places", memberships.of(details.user()));
        return "directory/user";
    }

    @GetMapping("/{us}/edit")
    String edit(@PathVariable("or") String or, @PathVariable("us") String us, Model model) {
        Organization organization = lookup.organization(or);
        UserDetails details = lookup.user(organization, us);
        return form(organization, details, UserForm.of(details.user()), List.of(), model);
    }

    @PostMapping("/{us}")
    String change(
            @PathVariable("or") String or,
            @PathVariable("us") String us,
            @RequestParam int version,
            @RequestParam MultiValueMap<String, String> fields,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = lookup.organization(or);
        User before = lookup.user(organization, us).user();
        UserForm form = UserForm.of(fields);
        Actor actor = Actor.of(operator);
        Result<User> result =
                switch (form.user()) {
                    case Result.Ok<NewUser>(NewUser given) ->
                            users.change(actor, organization.id(), before.id(), version, given);
                    case Result.Refused<NewUser>(List<Problem> problems) ->
                            new Result.Refused<>(problems);
                };
        return switch (result) {
            case Result.Ok<User>(User changed) -> redirect(changed);
            case Result.Refused<User>(List<Problem> problems) ->
                    form(organization, lookup.user(organization, us), form, problems, model);
        };
    }

    @PostMapping("/{us}/deactivate")
    String deactivate(
            @PathVariable("or") String or,
            @PathVariable("us") String us,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        return setActive(or, us, operator, false, model);
    }

    @PostMapping("/{us}/activate")
    String activate(
            @PathVariable("or") String or,
            @PathVariable("us") String us,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        return setActive(or, us, operator, true, model);
    }

    private String setActive(
            String or, String us, SignedInOperator operator, boolean active, Model model) {
        Organization organization = lookup.organization(or);
        UserDetails details = lookup.user(organization, us);
        UserId id = details.user().id();
        return switch (users.setActive(Actor.of(operator), organization.id(), id, active)) {
            case Result.Ok<User>(User changed) -> redirect(changed);
            case Result.Refused<User>(List<Problem> problems) ->
                    page(organization, details, problems, model);
        };
    }

    private static String redirect(User user) {
        return "redirect:/operator/organizations/" + user.organization() + "/users/" + user.id();
    }

    private String form(
            Organization organization,
            @Nullable UserDetails stored,
            UserForm form,
            List<Problem> problems,
            Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("stored", stored);
        model.addAttribute("form", form);
        model.addAttribute("problems", problems);
        model.addAttribute("kinds", User.Kind.values());
        model.addAttribute("accounts", stored == null ? accounts.of(organization.id()) : List.of());
        return "directory/user-form";
    }
}
