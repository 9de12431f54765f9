package dev.latchkey.connections;

import dev.latchkey.directory.Organization;
import dev.latchkey.directory.Visit;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The operators' pages for an organization's connections: what they are, and what is typed about them. */
@Controller
@RequestMapping("/operator/organizations/{organization}/connections")
class OperatorConnectionController {
    private final Connections connections;
    private final ConnectionPages pages;

    OperatorConnectionController(Connections connections, ConnectionPages pages) {
        this.connections = connections;
        this.pages = pages;
    }

    @GetMapping
    String list(Visit visit, @RequestParam(defaultValue = "") String at, Model model) {
        Organization organization = visit.organization();
        model.addAttribute("organization", organization);
        model.addAttribute("connections", connections.of(organization.id(), new Wanted(1, at)));
        return "connections/list";
    }

    @GetMapping("/new")
    String begin(Visit visit, Model model) {
        return pages.start(visit.organization(), List.of(), model);
    }

    @GetMapping("/fields")
    String fields(Visit visit, Model model) {
        return ConnectionPages.form(
                visit.organization(), null, ConnectionForm.empty(), List.of(), model);
    }

    @PostMapping
    String create(Visit visit, @RequestParam MultiValueMap<String, String> fields, Model model) {
        Organization organization = visit.organization();
        return saved(
                organization,
                null,
                ConnectionForm.of(fields),
                details -> connections.create(visit.caller(), details),
                model);
    }

    @GetMapping("/{connection}")
    String show(Visit visit, @PathVariable("connection") String ui, Model model) {
        Organization organization = visit.organization();
        return pages.page(organization, pages.connection(organization, ui), List.of(), model);
    }

    @GetMapping("/{connection}/edit")
    String edit(Visit visit, @PathVariable("connection") String ui, Model model) {
        Organization organization = visit.organization();
        Connection connection = pages.connection(organization, ui);
        return ConnectionPages.form(
                organization,
                connection,
                ConnectionForm.of(connection.details()),
                List.of(),
                model);
    }

    @PostMapping("/{connection}")
    String update(
            Visit visit,
            @PathVariable("connection") String ui,
            @RequestParam("version") int version,
            @RequestParam MultiValueMap<String, String> fields,
            Model model) {
        Organization organization = visit.organization();
        Connection connection = pages.connection(organization, ui);
        return saved(
                organization,
                connection,
                ConnectionForm.of(fields),
                details -> connections.update(visit.caller(), connection.id(), version, details),
                model);
    }

    private static String saved(
            Organization organization,
            @Nullable Connection before,
            ConnectionForm given,
            Function<ConnectionDetails, Result<Connection>> save,
            Model model) {
        Result<Connection> result = given.details().flatMap(save);
        return switch (result) {
            case Result.Ok<Connection>(Connection connection) ->
                    ConnectionPages.redirect(before, connection);
            case Result.Refused<Connection>(List<Problem> problems) -> {
                boolean keyGiven =
                        problems.stream()
                                .anyMatch(each -> each.code() == ConnectionError.PRIVATE_KEY_GIVEN);
                yield ConnectionPages.form(
                        organization,
                        before,
                        keyGiven ? given.withoutCertificates() : given,
                        problems,
                        model);
            }
        };
    }

    /** Where the IdP says who somebody is for good. */
    @PostMapping("/{connection}/identifier")
    String identify(
            Visit visit,
            @PathVariable("connection") String ui,
            @RequestParam(name = "kind", defaultValue = "") String kind,
            @RequestParam(name = "attribute", defaultValue = "") String attribute,
            @RequestParam(name = "seen", defaultValue = "") String seen,
            Model model) {
        Organization organization = visit.organization();
        Connection connection = pages.connection(organization, ui);
        Optional<StableIdentifier> identifier = StableIdentifier.of(kind, attribute);
        if (identifier.isEmpty() && !kind.isEmpty()) {
            Problem problem = new Problem(ConnectionError.ATTRIBUTE_MISSING, null);
            return pages.page(organization, connection, List.of(problem), model);
        }
        return pages.changed(
                organization,
                connection,
                pages.asSeen(
                        connection,
                        seen,
                        () ->
                                connections.identify(
                                        visit.caller(), connection.id(), identifier.orElse(null))),
                model);
    }
}
