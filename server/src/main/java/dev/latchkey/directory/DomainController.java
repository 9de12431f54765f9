package dev.latchkey.directory;

import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.OrganizationPath;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The domains that operators vouch for. */
@Controller
@RequestMapping("/operator/organizations/{organization}/domains")
class DomainController {
    private final Domains domains;

    DomainController(Domains domains) {
        this.domains = domains;
    }

    @GetMapping
    String show(Visit visit, Model model) {
        return page(visit.organization(), "", "", List.of(), model);
    }

    @PostMapping
    String vouch(
            Visit visit,
            @RequestParam(defaultValue = "") String domain,
            @RequestParam(defaultValue = "") String reason,
            Model model) {
        Organization organization = visit.organization();
        // Copied from an address with its @, it is the same domain.
        String plain = domain.strip().replaceFirst("^@", "");
        return switch (domains.vouch(visit.caller(), plain, reason)) {
            case Result.Ok<String> vouched -> redirect(organization);
            case Result.Refused<String>(List<Problem> problems) ->
                    page(organization, domain, reason, problems, model);
        };
    }

    @DeleteMapping
    String withdraw(Visit visit, @RequestParam(defaultValue = "") String domain) {
        Organization organization = visit.organization();
        domains.withdraw(visit.caller(), domain);
        return redirect(organization);
    }

    private static String redirect(Organization organization) {
        return "redirect:" + OrganizationPath.of(organization.id()) + "/domains";
    }

    private String page(
            Organization organization,
            String domain,
            String reason,
            List<Problem> problems,
            Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("domains", domains.of(organization.id()));
        model.addAttribute("domain", domain);
        model.addAttribute("reason", reason);
        model.addAttribute("problems", problems);
        return "directory/domains";
    }
}
