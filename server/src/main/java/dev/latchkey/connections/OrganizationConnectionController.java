package dev.latchkey.connections;

import dev.latchkey.directory.Directory;
import dev.latchkey.web.SignedInUser;
import java.time.Clock;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the admins of an organization see of their own connections. The organization is the signed-in admin's. */
@Controller
class OrganizationConnectionController {
    private final Connections connections;
    private final Directory directory;
    private final Clock clock;

    OrganizationConnectionController(Connections connections, Directory directory, Clock clock) {
        this.connections = connections;
        this.directory = directory;
        this.clock = clock;
    }

    @GetMapping("/organization")
    String own(@AuthenticationPrincipal SignedInUser admin, Model model) {
        model.addAttribute(
                "organization", directory.organization(admin.organization()).orElseThrow());
        model.addAttribute("users", directory.usersCounted(admin.organization()));
        model.addAttribute(
                "connections",
                connections.of(admin.organization()).stream()
                        .map(each -> ConnectionView.of(each, connections, clock.instant()))
                        .toList());
        return "connections/organization";
    }
}
