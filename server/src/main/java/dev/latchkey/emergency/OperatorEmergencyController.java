package dev.latchkey.emergency;

import dev.latchkey.directory.Visit;
import dev.latchkey.web.OrganizationPath;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Shows operators who has emergency access. They can neither give nor take it, and see no code. */
@Controller
class OperatorEmergencyController {
    private final EmergencyAccess access;

    OperatorEmergencyController(EmergencyAccess access) {
        this.access = access;
    }

    @GetMapping(OrganizationPath.OPERATOR + "/emergency")
    String list(Visit visit, Model model) {
        model.addAttribute("organization", visit.organization());
        model.addAttribute("named", access.of(visit.id()));
        return "emergency/operator";
    }
}
