package dev.latchkey.support;

import dev.latchkey.audit.OrganizationNames;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.Wanted;
import dev.latchkey.support.SupportRequest.Kind;
import dev.latchkey.web.SignedInOperator;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The operators' desk. */
@Controller
class DeskController {
    private final Desk desk;
    private final OrganizationNames names;

    DeskController(Desk desk, OrganizationNames names) {
        this.desk = desk;
        this.names = names;
    }

    @GetMapping("/operator/requests")
    String queue(
            @RequestParam(defaultValue = "") String view,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String at,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Desk.View chosen = Desk.View.of(view).orElse(Desk.View.OPEN);
        Kind only = Kind.of(kind).orElse(null);
        Part<SupportRequest> found = desk.part(chosen, only, operator.id(), new Wanted(page, at));
        model.addAttribute("view", chosen);
        model.addAttribute("views", Desk.View.values());
        model.addAttribute("kind", only == null ? "" : only.name());
        model.addAttribute("kinds", Kind.values());
        model.addAttribute("page", found);
        model.addAttribute(
                "names",
                names.names(
                        found.items().stream()
                                .map(SupportRequest::organization)
                                .collect(Collectors.toSet())));
        return "support/desk";
    }
}
