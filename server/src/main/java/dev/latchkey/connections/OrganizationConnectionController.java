package dev.latchkey.connections;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Visit;
import dev.latchkey.listing.Wanted;
import java.time.Clock;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

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
    String own(Visit visit, @RequestParam(defaultValue = "") String at, Model model) {
        model.addAttribute("organization", visit.organization());
        model.addAttribute("users", directory.usersCounted(visit.id()));
        model.addAttribute(
                "connections",
                connections
                        .of(visit.id(), new Wanted(1, at))
                        .map(each -> ConnectionView.of(each, connections, clock.instant())));
        return "connections/organization";
    }
}
