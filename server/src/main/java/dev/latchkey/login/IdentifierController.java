package dev.latchkey.login;

import dev.latchkey.audit.Actor;
import dev.latchkey.directory.Directory;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Where an admin or an operator says whether who came with another identifier is the same person (D12). */
@Controller
class IdentifierController {
    private static final String OPERATORS = "/operator/organizations/{org}/identifiers";
    private static final String CUSTOMERS = "/organization/identifiers";

    private final Identifiers identifiers;
    private final Directory directory;

    IdentifierController(Identifiers identifiers, Directory directory) {
        this.identifiers = identifiers;
        this.directory = directory;
    }

    @GetMapping(CUSTOMERS)
    ModelAndView forAdmin(@AuthenticationPrincipal SignedInUser admin) {
        return page(admin.organization(), CUSTOMERS);
    }

    @GetMapping(OPERATORS)
    ModelAndView forOperator(@PathVariable String org) {
        OrganizationId organization = organization(org);
        return page(organization, "/operator/organizations/" + organization + "/identifiers");
    }

    private ModelAndView page(OrganizationId organization, String path) {
        ModelAndView page = new ModelAndView("login/identifiers");
        page.addObject("questions", identifiers.open(organization));
        page.addObject("path", path);
        return page;
    }

    @PostMapping(CUSTOMERS + "/{user}")
    String confirm(@AuthenticationPrincipal SignedInUser admin, @PathVariable String user) {
        return answered(
                identifiers.confirm(Actor.of(admin), admin.organization(), user(user)), CUSTOMERS);
    }

    @DeleteMapping(CUSTOMERS + "/{user}")
    String dismiss(@AuthenticationPrincipal SignedInUser admin, @PathVariable String user) {
        return answered(
                identifiers.dismiss(Actor.of(admin), admin.organization(), user(user)), CUSTOMERS);
    }

    @PostMapping(OPERATORS + "/{user}")
    String confirm(
            @PathVariable String org,
            @PathVariable String user,
            @AuthenticationPrincipal SignedInOperator operator) {
        OrganizationId organization = organization(org);
        return answered(
                identifiers.confirm(Actor.of(operator), organization, user(user)),
                "/operator/organizations/" + organization + "/identifiers");
    }

    @DeleteMapping(OPERATORS + "/{user}")
    String dismiss(
            @PathVariable String org,
            @PathVariable String user,
            @AuthenticationPrincipal SignedInOperator operator) {
        OrganizationId organization = organization(org);
        return answered(
                identifiers.dismiss(Actor.of(operator), organization, user(user)),
                "/operator/organizations/" + organization + "/identifiers");
    }

    private static String answered(boolean done, String path) {
        if (!done) {
            throw notFound();
        }
        return "redirect:" + path;
    }

    private OrganizationId organization(String sid) {
        return OrganizationId.parse(sid)
                .filter(id -> directory.organization(id).isPresent())
                .orElseThrow(IdentifierController::notFound);
    }

    private static UserId user(String sid) {
        return UserId.parse(sid).orElseThrow(IdentifierController::notFound);
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
