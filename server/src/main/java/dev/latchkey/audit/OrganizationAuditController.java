package dev.latchkey.audit;

import dev.latchkey.web.SignedInUser;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The log as an organization's admins see it: of their own organization, whatever they ask for. */
@Controller
class OrganizationAuditController {
    private final AuditPages pages;

    OrganizationAuditController(AuditPages pages) {
        this.pages = pages;
    }

    @GetMapping("/organization/audit")
    String own(
            @ModelAttribute("given") TypedFields fields,
            @AuthenticationPrincipal SignedInUser admin,
            Model model) {
        return pages.show(fields.typed(), admin.organization(), "/organization/audit", model);
    }

    @GetMapping("/organization/audit.csv")
    void export(
            @ModelAttribute("given") TypedFields fields,
            @AuthenticationPrincipal SignedInUser admin,
            HttpServletResponse response)
            throws IOException {
        Actor actor = new Actor(Actor.Kind.USER, admin.id().toString(), admin.email());
        pages.export(fields.typed(), admin.organization(), actor, response);
    }
}
