package dev.latchkey.emergency;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.shared.OrganizationId;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** Shows operators who has emergency access. They can neither give nor take it, and see no code. */
@Controller
class OperatorEmergencyController {
    private final EmergencyAccess access;
    private final Directory directory;

    OperatorEmergencyController(EmergencyAccess access, Directory directory) {
        this.access = access;
        this.directory = directory;
    }

    @GetMapping("/operator/organizations/{organization}/emergency")
    String list(@PathVariable String organization, Model model) {
        Organization found =
                OrganizationId.parse(organization)
                        .flatMap(directory::organization)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("organization", found);
        model.addAttribute("named", access.of(found.id()));
        return "emergency/operator";
    }
}
