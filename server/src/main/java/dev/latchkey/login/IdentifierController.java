package dev.latchkey.login;

import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.SeenError;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.OrganizationPath;
import java.util.List;
import java.util.function.BiPredicate;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Where an admin or an operator says whether who came with another identifier is the same person (D12). */
@Controller
@RequestMapping({
    OrganizationPath.OWN + IdentifierController.PAGE,
    OrganizationPath.OPERATOR + IdentifierController.PAGE
})
class IdentifierController {
    static final String PAGE = "/identifiers";

    private final Identifiers identifiers;

    IdentifierController(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    @GetMapping
    ModelAndView show(Visit visit) {
        return page(visit, List.of());
    }

    private ModelAndView page(Visit visit, List<Problem> problems) {
        ModelAndView page = new ModelAndView("login/identifiers");
        page.addObject("questions", identifiers.open(visit.id()));
        page.addObject("path", visit.base() + PAGE);
        page.addObject("problems", problems);
        return page;
    }

    @PostMapping("/{user}")
    ModelAndView confirm(
            Visit visit, @PathVariable String user, @RequestParam(defaultValue = "") String seen) {
        return answer(visit, user, seen, identifiers::confirm);
    }

    @DeleteMapping("/{user}")
    ModelAndView dismiss(
            Visit visit, @PathVariable String user, @RequestParam(defaultValue = "") String seen) {
        return answer(visit, user, seen, identifiers::dismiss);
    }

    /** Each refused sign-in may ask another question about the same user: only the one on the page is answered. */
    private ModelAndView answer(
            Visit visit, String sid, String seen, BiPredicate<Caller, Identifiers.Question> act) {
        UserId user = UserId.parse(sid).orElseThrow(IdentifierController::notFound);
        if (identifiers.open(visit.id()).stream().noneMatch(each -> each.user().equals(user))) {
            throw notFound();
        }
        boolean done =
                identifiers
                        .find(visit.id(), user, seen)
                        .filter(asked -> act.test(visit.caller(), asked))
                        .isPresent();
        return done
                ? new ModelAndView("redirect:" + visit.base() + PAGE)
                : page(visit, List.of(new Problem(SeenError.CHANGED, null)));
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
