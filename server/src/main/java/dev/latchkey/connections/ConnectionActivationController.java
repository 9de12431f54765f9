package dev.latchkey.connections;

import dev.latchkey.directory.Organization;
import dev.latchkey.directory.Visit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whether people can sign in through a connection. */
@Controller
@RequestMapping("/operator/organizations/{organization}/connections/{connection}/activation")
class ConnectionActivationController {
    private final Connections connections;
    private final ConnectionPages pages;

    ConnectionActivationController(Connections connections, ConnectionPages pages) {
        this.connections = connections;
        this.pages = pages;
    }

    @PostMapping
    String enable(
            Visit visit,
            @PathVariable("connection") String ui,
            @RequestParam(name = "seen", defaultValue = "") String seen,
            Model model) {
        Organization organization = visit.organization();
        Connection connection = pages.connection(organization, ui);
        return pages.changed(
                organization,
                connection,
                pages.asSeen(
                        connection,
                        seen,
                        () -> connections.enable(visit.caller(), connection.id())),
                model);
    }

    @DeleteMapping
    String disable(Visit visit, @PathVariable("connection") String ui, Model model) {
        Organization organization = visit.organization();
        Connection connection = pages.connection(organization, ui);
        return pages.changed(
                organization,
                connection,
                connections.disable(visit.caller(), connection.id()),
                model);
    }
}
