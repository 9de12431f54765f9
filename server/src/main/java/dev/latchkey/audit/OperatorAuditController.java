package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** The log as operators see it: of all, or of one organization; and whether it is what was sealed. */
@Controller
class OperatorAuditController {
    private static final int MOST_COUNTED = 10_000;

    private final AuditPages pages;
    private final Seals seals;
    private final Stretches stretches;
    private final Verifications verifications;
    private final VerificationDesk desk;
    private final OrganizationNames organizations;

    OperatorAuditController(
            AuditPages pages,
            Seals seals,
            Stretches stretches,
            Verifications verifications,
            VerificationDesk desk,
            OrganizationNames organizations) {
        this.pages = pages;
        this.seals = seals;
        this.stretches = stretches;
        this.verifications = verifications;
        this.desk = desk;
        this.organizations = organizations;
    }

    @GetMapping("/operator/audit")
    String all(@ModelAttribute("given") TypedFields fields, Model model) {
        Seals.Head head = seals.head();
        model.addAttribute("sealed", seals.sealed(head.seq()).orElse(null));
        int unsealed = seals.countUnsealed(MOST_COUNTED);
        model.addAttribute("unsealed", Math.min(unsealed, MOST_COUNTED));
        model.addAttribute("moreUnsealed", unsealed > MOST_COUNTED);
        model.addAttribute("verification", verifications.latest().orElse(null));
        model.addAttribute("verifying", desk.running());
        model.addAttribute("stretches", stretches.all());
        return pages.show(fields.typed(), null, "/operator/audit", model);
    }

    @GetMapping("/operator/audit.csv")
    void exportAll(
            @ModelAttribute("given") TypedFields fields,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletResponse response)
            throws IOException {
        pages.export(fields.typed(), null, Actor.of(operator), response);
    }

    @PostMapping("/operator/audit/verification")
    String verify(@AuthenticationPrincipal SignedInOperator operator) {
        desk.begin(Actor.of(operator));
        return "redirect:/operator/audit";
    }

    @GetMapping("/operator/organizations/{organization}/audit")
    String ofOne(
            @PathVariable("organization") String or,
            @ModelAttribute("given") TypedFields fields,
            Model model) {
        OrganizationId organization = organization(or, model);
        return pages.show(
                fields.typed(),
                organization,
                "/operator/organizations/" + organization + "/audit",
                model);
    }

    @GetMapping("/operator/organizations/{organization}/audit.csv")
    void exportOne(
            @PathVariable("organization") String or,
            @ModelAttribute("given") TypedFields fields,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletResponse response,
            Model model)
            throws IOException {
        pages.export(fields.typed(), organization(or, model), Actor.of(operator), response);
    }

    private OrganizationId organization(String sid, Model model) {
        OrganizationId id =
                OrganizationId.parse(sid).orElseThrow(OperatorAuditController::notFound);
        String name = organizations.names(List.of(id)).get(id);
        if (name == null) {
            throw notFound();
        }
        model.addAttribute("organizationName", name);
        return id;
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
