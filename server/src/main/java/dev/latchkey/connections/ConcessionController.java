package dev.latchkey.connections;

import dev.latchkey.directory.Organization;
import dev.latchkey.directory.Visit;
import dev.latchkey.saml.Concession;
import dev.latchkey.shared.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a connection lets an old IdP do, until when and why. */
@Controller
@RequestMapping("/operator/organizations/{organization}/connections/{connection}/concessions")
class ConcessionController {
    private final Connections connections;
    private final ConnectionPages pages;

    ConcessionController(Connections connections, ConnectionPages pages) {
        this.connections = connections;
        this.pages = pages;
    }

    @PostMapping
    String grant(
            Visit visit,
            @PathVariable("connection") String ui,
            @RequestParam("concession") String id,
            @RequestParam("reason") String reason,
            @RequestParam("until") String until,
            @RequestParam(name = "seen", defaultValue = "") String seen,
            Model model) {
        Organization organization = visit.organization();
        Connection connection = pages.connection(organization, ui);
        Concession concession = Concession.of(id);
        Optional<Instant> end = endOf(until);
        if (concession == null || end.isEmpty()) {
            ConnectionError error =
                    concession == null
                            ? ConnectionError.CONCESSION_UNKNOWN
                            : ConnectionError.CONCESSION_END_UNSOUND;
            return pages.page(organization, connection, List.of(new Problem(error, null)), model);
        }
        return pages.changed(
                organization,
                connection,
                pages.asSeen(
                        connection,
                        seen,
                        () ->
                                connections.grant(
                                        visit.caller(),
                                        connection.id(),
                                        concession,
                                        reason,
                                        end.get())),
                model);
    }

    private static Optional<Instant> endOf(String day) {
        try {
            return Optional.of(LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @DeleteMapping("/{concession}")
    String withdraw(
            Visit visit,
            @PathVariable("connection") String ui,
            @PathVariable("concession") String id,
            Model model) {
        Organization organization = visit.organization();
        Connection connection = pages.connection(organization, ui);
        Concession concession = Concession.of(id);
        if (concession == null) {
            throw ConnectionPages.notFound();
        }
        return pages.changed(
                organization,
                connection,
                connections.withdraw(visit.caller(), connection.id(), concession),
                model);
    }
}
