package dev.latchkey.directory;

import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.web.OrganizationPath;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of an organization's users. */
@Controller
@RequestMapping("/operator/organizations/{organization}/users")
class UserController {
    private final Users users;
    private final NewUserService newcomers;
    private final Accounts accounts;
    private final Memberships memberships;
    private final OpenPasswordLinks links;
    private final UserSignIn signIn;
    private final AsSeen asSeen;
    private final Lookup lookup;

    UserController(
            Users users,
            NewUserService newcomers,
            Accounts accounts,
            Memberships memberships,
            OpenPasswordLinks links,
            UserSignIn signIn,
            AsSeen asSeen,
            Lookup lookup) {
        this.users = users;
        this.newcomers = newcomers;
        this.accounts = accounts;
        this.memberships = memberships;
        this.links = links;
        this.signIn = signIn;
        this.asSeen = asSeen;
        this.lookup = lookup;
    }

    @GetMapping
    String list(
            Visit visit,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String at,
            Model model) {
        Organization organization = visit.organization();
        model.addAttribute("organization", organization);
        model.addAttribute("q", q);
        model.addAttribute(
                "page", users.search(organization.id(), SearchText.of(q), new Wanted(page, at)));
        return "directory/users";
    }

    @GetMapping("/new")
    String begin(Visit visit, Model model) {
        return form(visit.organization(), null, UserForm.empty(), List.of(), model);
    }

    @PostMapping
    String create(Visit visit, @RequestParam MultiValueMap<String, String> fields, Model model) {
        Organization organization = visit.organization();
        UserForm form = UserForm.of(fields);
        Result<User> result =
                form.user()
                        .flatMap(given -> newcomers.create(visit.caller(), given, form.accounts()));
        return switch (result) {
            case Result.Ok<User>(User made) -> redirect(made);
            case Result.Refused<User>(List<Problem> problems) ->
                    form(organization, null, form, problems, model);
        };
    }

    @GetMapping("/{us}")
    String show(Visit visit, @PathVariable("us") String us, Model model) {
        Organization organization = visit.organization();
        return page(organization, lookup.user(organization, us), List.of(), model);
    }

    private String page(
            Organization organization, UserDetails details, List<Problem> problems, Model model) {
        model.addAttribute("problems", problems);
        model.addAttribute("organization", organization);
        model.addAttribute("details", details);
        model.addAttribute("seen", seen(details));
        model.addAttribute("user", details.user());
        model.addAttribute("links", links.of(details.user()));
        model.addAttribute("ways", signIn.of(details.user()));
        model.addAttribute("places", memberships.of(details.user()));
        return "directory/user";
    }

    @GetMapping("/{us}/edit")
    String edit(Visit visit, @PathVariable("us") String us, Model model) {
        Organization organization = visit.organization();
        UserDetails details = lookup.user(organization, us);
        return form(organization, details, UserForm.of(details.user()), List.of(), model);
    }

    @PostMapping("/{us}")
    String change(
            Visit visit,
            @PathVariable("us") String us,
            @RequestParam int version,
            @RequestParam MultiValueMap<String, String> fields,
            Model model) {
        Organization organization = visit.organization();
        User before = lookup.user(organization, us).user();
        UserForm form = UserForm.of(fields);
        Result<User> result =
                form.user()
                        .flatMap(given ->
                                users.change(
                                        visit.caller(), before.id(), version, given, Consent.NONE));
        return switch (result) {
            case Result.Ok<User>(User changed) -> redirect(changed);
            case Result.Refused<User>(List<Problem> problems) ->
                    form(organization, lookup.user(organization, us), form, problems, model);
        };
    }

    @DeleteMapping("/{us}/activation")
    String deactivate(Visit visit, @PathVariable("us") String us, Model model) {
        Organization organization = visit.organization();
        UserDetails details = lookup.user(organization, us);
        return shown(organization, us, setActive(visit, details, false), model);
    }

    @PostMapping("/{us}/activation")
    String activate(
            Visit visit,
            @PathVariable("us") String us,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        Organization organization = visit.organization();
        UserDetails details = lookup.user(organization, us);
        Result<User> result =
                asSeen.act(
                        organization.id(),
                        seen,
                        () -> seen(lookup.user(organization, us)),
                        () -> setActive(visit, details, true));
        return shown(organization, us, result, model);
    }

    private static Seen seen(UserDetails details) {
        return Seen.of(details.user(), details.version());
    }

    private Result<User> setActive(Visit visit, UserDetails details, boolean active) {
        return users.setActive(visit.caller(), details.user().id(), active);
    }

    private String shown(Organization organization, String us, Result<User> result, Model model) {
        return switch (result) {
            case Result.Ok<User>(User changed) -> redirect(changed);
            case Result.Refused<User>(List<Problem> problems) ->
                    page(organization, lookup.user(organization, us), problems, model);
        };
    }

    private static String redirect(User user) {
        return "redirect:" + OrganizationPath.of(user.organization()) + "/users/" + user.id();
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
