package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.OrganizationPath;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The operators' start page and the pages of an organization. */
@Controller
class OrganizationController {
    private final Organizations organizations;
    private final Accounts accounts;
    private final Users users;

    OrganizationController(Organizations organizations, Accounts accounts, Users users) {
        this.organizations = organizations;
        this.accounts = accounts;
        this.users = users;
    }

    /** What was typed into the form. */
    record Form(String name, String edition) {}

    @GetMapping("/operator")
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String at,
            Model model) {
        model.addAttribute("q", q);
        model.addAttribute("page", organizations.search(SearchText.of(q), new Wanted(page, at)));
        return "directory/organizations";
    }

    @GetMapping("/operator/organizations")
    String start() {
        return "redirect:/operator";
    }

    @GetMapping("/operator/organizations/new")
    String begin(Model model) {
        return form(null, new Form("", ""), List.of(), model);
    }

    @PostMapping("/operator/organizations")
    String create(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String edition,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Result<Organization> result =
                edition(edition)
                        .map(chosen -> organizations.create(Actor.of(operator), name, chosen))
                        .orElseGet(() -> Result.refused(DirectoryError.EDITION_UNKNOWN, edition));
        return switch (result) {
            case Result.Ok<Organization>(Organization made) ->
                    "redirect:" + OrganizationPath.of(made.id());
            case Result.Refused<Organization>(List<Problem> problems) ->
                    form(null, new Form(name, edition), problems, model);
        };
    }

    @GetMapping("/operator/organizations/{organization}")
    String show(Visit visit, Model model) {
        Organization organization = visit.organization();
        model.addAttribute("organization", organization);
        model.addAttribute("users", users.counted(organization.id()));
        model.addAttribute("accounts", accounts.counted(organization.id()));
        return "directory/organization";
    }

    @GetMapping("/operator/organizations/{organization}/edit")
    String edit(Visit visit, Model model) {
        Versioned<Organization> found = versioned(visit);
        Organization organization = found.value();
        return form(
                found,
                new Form(organization.name(), organization.edition().name()),
                List.of(),
                model);
    }

    @PostMapping("/operator/organizations/{organization}")
    String change(
            Visit visit,
            @RequestParam int version,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String edition,
            Model model) {
        Result<Organization> result =
                edition(edition)
                        .map(chosen -> organizations.change(visit.caller(), version, name, chosen))
                        .orElseGet(() -> Result.refused(DirectoryError.EDITION_UNKNOWN, edition));
        return switch (result) {
            case Result.Ok<Organization>(Organization changed) ->
                    "redirect:" + OrganizationPath.of(changed.id());
            case Result.Refused<Organization>(List<Problem> problems) ->
                    form(versioned(visit), new Form(name, edition), problems, model);
        };
    }

    private Versioned<Organization> versioned(Visit visit) {
        return organizations.versioned(visit.id()).orElseThrow(Lookup::notFound);
    }

    private static Optional<Edition> edition(String name) {
        return Stream.of(Edition.values()).filter(each -> each.name().equals(name)).findFirst();
    }

    private static String form(
            @Nullable Versioned<Organization> stored,
            Form form,
            List<Problem> problems,
            Model model) {
        model.addAttribute("stored", stored);
        model.addAttribute("form", form);
        model.addAttribute("editions", Edition.values());
        model.addAttribute("problems", problems);
        return "directory/organization-form";
    }
}
