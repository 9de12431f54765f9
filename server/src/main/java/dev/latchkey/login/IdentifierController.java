package dev.latchkey.login;

import dev.latchkey.audit.Actor;
import dev.latchkey.directory.Directory;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.SeenError;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Where an admin or an operator says whether who came with another identifier is the same person (D12). */
@Controller
class IdentifierController {
    private static final String OPERATORS = "/operator/organizations/{organization}/identifiers";
    private static final String CUSTOMERS = "/organization/identifiers";

    private final Identifiers identifiers;
    private final Directory directory;

    IdentifierController(Identifiers identifiers, Directory directory) {
        this.identifiers = identifiers;
        this.directory = directory;
    }

    @GetMapping(CUSTOMERS)
    ModelAndView forAdmin(@AuthenticationPrincipal SignedInUser admin) {
        return page(admin.organization(), CUSTOMERS, List.of());
    }

    @GetMapping(OPERATORS)
    ModelAndView forOperator(@PathVariable("organization") String org) {
        OrganizationId organization = organization(org);
        return page(organization, path(organization), List.of());
    }

    private static String path(OrganizationId organization) {
        return "/operator/organizations/" + organization + "/identifiers";
    }

    private ModelAndView page(OrganizationId organization, String path, List<Problem> problems) {
        ModelAndView page = new ModelAndView("login/identifiers");
        page.addObject("questions", identifiers.open(organization));
        page.addObject("path", path);
        page.addObject("problems", problems);
        return page;
    }

    @PostMapping(CUSTOMERS + "/{user}")
    ModelAndView confirm(
            @AuthenticationPrincipal SignedInUser admin,
            @PathVariable String user,
            @RequestParam(defaultValue = "") String seen) {
        return answer(Actor.of(admin), admin.organization(), user, seen, true, CUSTOMERS);
    }

    @DeleteMapping(CUSTOMERS + "/{user}")
    ModelAndView dismiss(
            @AuthenticationPrincipal SignedInUser admin,
            @PathVariable String user,
            @RequestParam(defaultValue = "") String seen) {
        return answer(Actor.of(admin), admin.organization(), user, seen, false, CUSTOMERS);
    }

    @PostMapping(OPERATORS + "/{user}")
    ModelAndView confirm(
            @PathVariable("organization") String org,
            @PathVariable String user,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInOperator operator) {
        OrganizationId organization = organization(org);
        return answer(Actor.of(operator), organization, user, seen, true, path(organization));
    }

    @DeleteMapping(OPERATORS + "/{user}")
    ModelAndView dismiss(
            @PathVariable("organization") String org,
            @PathVariable String user,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInOperator operator) {
        OrganizationId organization = organization(org);
        return answer(Actor.of(operator), organization, user, seen, false, path(organization));
    }

    /** Each refused sign-in may ask another question about the same user: only the one on the page is answered. */
    private ModelAndView answer(
            Actor actor,
            OrganizationId organization,
            String sid,
            String seen,
            boolean same,
            String path) {
        UserId user = user(sid);
        if (identifiers.open(organization).stream().noneMatch(each -> each.user().equals(user))) {
            throw notFound();
        }
        boolean done =
                identifiers
                        .find(organization, user, seen)
                        .map(each ->
                                same
                                        ? identifiers.confirm(
                                                actor,
                                                organization,
                                                each.connection(),
                                                user,
                                                each.identifier())
                                        : identifiers.dismiss(
                                                actor,
                                                organization,
                                                each.connection(),
                                                user,
                                                each.identifier()))
                        .orElse(false);
        return done
                ? new ModelAndView("redirect:" + path)
                : page(organization, path, List.of(new Problem(SeenError.CHANGED, null)));
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
