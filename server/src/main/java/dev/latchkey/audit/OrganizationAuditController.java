package dev.latchkey.audit;

import dev.latchkey.web.OrganizationPath;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The log of one organization, whatever else is asked for: for its admins and for operators. */
@Controller
class OrganizationAuditController {
    private final AuditPages pages;
    private final OrganizationNames names;

    OrganizationAuditController(AuditPages pages, OrganizationNames names) {
        this.pages = pages;
        this.names = names;
    }

    @GetMapping({OrganizationPath.OWN + "/audit", OrganizationPath.OPERATOR + "/audit"})
    String show(Caller caller, @ModelAttribute("given") TypedFields fields, Model model) {
        if (caller.operator()) {
            model.addAttribute(
                    "organizationName",
                    names.names(List.of(caller.organization())).get(caller.organization()));
        }
        return pages.show(
                fields.typedWithin(), caller.organization(), base(caller) + "/audit", model);
    }

    private static String base(Caller caller) {
        return caller.operator()
                ? OrganizationPath.of(caller.organization())
                : OrganizationPath.OWN;
    }

    @GetMapping({OrganizationPath.OWN + "/audit.csv", OrganizationPath.OPERATOR + "/audit.csv"})
    void export(
            Caller caller,
            @ModelAttribute("given") TypedFields fields,
            HttpServletResponse response)
            throws IOException {
        pages.export(fields.typedWithin(), caller.organization(), caller.actor(), response);
    }
}
