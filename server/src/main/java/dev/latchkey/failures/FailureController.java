package dev.latchkey.failures;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Visit;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.Wanted;
import dev.latchkey.saml.Inspection;
import dev.latchkey.saml.InspectionKeys;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.OrganizationPath;
import dev.latchkey.web.SignedInOperator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What is kept under a reference number: for operators, and for an organization's admins if it is theirs. */
@Controller
class FailureController {
    private static final String OPERATORS = "/operator/failures/";

    private final Failures failures;
    private final Connections connections;
    private final Clock clock;

    FailureController(Failures failures, Connections connections, Clock clock) {
        this.failures = failures;
        this.connections = connections;
        this.clock = clock;
    }

    @GetMapping("/operator/failures/{reference}")
    ModelAndView forOperator(
            @AuthenticationPrincipal SignedInOperator operator, @PathVariable String reference) {
        return show(failures.find(reference), Actor.of(operator));
    }

    /** Of everybody, by number; and those that belong to no organization, which no other page shows. */
    @GetMapping("/operator/failures")
    ModelAndView lookUp(
            @RequestParam(defaultValue = "") String reference,
            @RequestParam(defaultValue = "") String at) {
        return found(failures.find(typed(reference)), OPERATORS)
                .orElseGet(() ->
                        list(failures.ofNobody(new Wanted(1, at)), OPERATORS, reference)
                                .addObject("link", "/operator/failures"));
    }

    @GetMapping("/organization/failures/{reference}")
    ModelAndView forAdmin(Caller admin, @PathVariable String reference) {
        return show(failures.find(admin.organization(), reference), admin.actor());
    }

    /** An operator may come here with a number from anywhere. */
    @GetMapping({OrganizationPath.OWN + "/failures", OrganizationPath.OPERATOR + "/failures"})
    ModelAndView ofOrganization(
            Visit visit,
            @RequestParam(defaultValue = "") String reference,
            @RequestParam(defaultValue = "") String at) {
        Optional<Failures.Recorded> named =
                visit.operator()
                        ? failures.find(typed(reference))
                        : failures.find(visit.id(), typed(reference));
        return found(named, visit.failures())
                .orElseGet(() ->
                        list(
                                        failures.of(visit.id(), new Wanted(1, at)),
                                        visit.failures(),
                                        reference)
                                .addObject("link", visit.base() + "/failures")
                                .addObject("identifiers", visit.base() + "/identifiers"));
    }

    /** A number as it was read out on the telephone. */
    private static String typed(String reference) {
        return reference.replaceAll("[^0-9A-Za-z]", "").toUpperCase(Locale.ROOT);
    }

    private static Optional<ModelAndView> found(Optional<Failures.Recorded> failure, String base) {
        return failure.map(each -> new ModelAndView("redirect:" + base + each.reference()));
    }

    /** @param sought the number that was typed and is nobody's, blank where none was */
    private static ModelAndView list(Part<Failures.Recorded> found, String base, String sought) {
        ModelAndView page = new ModelAndView("login/failures");
        page.addObject("reasons", FailureWords.byCode());
        page.addObject("failures", found.items());
        page.addObject("part", found);
        page.addObject("base", base);
        page.addObject("sought", sought.strip());
        return page;
    }

    private ModelAndView show(Optional<Failures.Recorded> found, Actor by) {
        Failures.Recorded failure = found.orElseThrow(FailureController::notFound);
        failures.seen(failure, by);
        ModelAndView page = new ModelAndView("login/failure-detail");
        page.addObject("failure", failure);
        page.addObject("reason", FailureWords.byCode().get(failure.code()));
        page.addObject("connection", name(failure));
        String message = failure.message();
        page.addObject("inspection", message == null ? null : inspected(message, lens(failure)));
        return page;
    }

    private @Nullable String name(Failures.Recorded failure) {
        return connection(failure).map(found -> found.details().name()).orElse(null);
    }

    private Optional<Connection> connection(Failures.Recorded failure) {
        OrganizationId organization = failure.organization();
        ConnectionId connection = failure.connection();
        return organization == null || connection == null
                ? Optional.empty()
                : connections.find(organization, connection);
    }

    /** What the connection pins today, to say which of it verifies the message; nothing is opened for a page. */
    private InspectionKeys lens(Failures.Recorded failure) {
        return connection(failure)
                .map(found -> connections.lens(found, clock.instant()))
                .orElse(InspectionKeys.NONE);
    }

    /** What the message says, in words; null where the parser refuses it and only its text can be shown. */
    private @Nullable Inspection inspected(String message, InspectionKeys lens) {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        return Inspection.of(octets, connections.messageLimits(), lens)
                        instanceof Inspection.Seen(Inspection inspection)
                ? inspection
                : null;
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
