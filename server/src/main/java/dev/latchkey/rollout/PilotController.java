package dev.latchkey.rollout;

import dev.latchkey.directory.Visit;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
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

/** The steps with the pilots (requirement A10), and the confirmations of both sides. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/rollouts/{rollout}",
    "/organization/rollouts/{rollout}"
})
class PilotController {
    private final Rollouts rollouts;
    private final RolloutPages pages;
    private final FactsReader facts;
    private final PilotService test;
    private final TestConfirmation confirmation;
    private final AsSeen asSeen;
    private final Shown shown;

    PilotController(
            Rollouts rollouts,
            RolloutPages pages,
            FactsReader facts,
            PilotService test,
            TestConfirmation confirmation,
            AsSeen asSeen,
            Shown shown) {
        this.rollouts = rollouts;
        this.pages = pages;
        this.facts = facts;
        this.test = test;
        this.confirmation = confirmation;
        this.asSeen = asSeen;
        this.shown = shown;
    }

    @PostMapping("/configuration")
    ModelAndView configured(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String seen) {
        Rollout found = rollouts.at(visit, rollout);
        Result<Rollout> confirmed =
                asSeen.act(
                        visit.id(),
                        seen,
                        () -> shown.values(found),
                        () -> confirmation.configured(visit.caller(), found));
        return pages.after(visit, found, confirmed);
    }

    /** The pilots with their results; the rollout's page fetches them anew while somebody looks at it. */
    @GetMapping("/pilots")
    ModelAndView results(Visit visit, @PathVariable String rollout) {
        Rollout found = rollouts.at(visit, rollout);
        ModelAndView page = new ModelAndView("rollout/pilots");
        page.addObject("visit", visit);
        page.addObject("facts", facts.of(found));
        page.addObject("path", RolloutPages.path(visit, found));
        return page;
    }

    @PostMapping("/pilots")
    ModelAndView nominate(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String emails) {
        Rollout found = rollouts.at(visit, rollout);
        Result<Integer> result = test.nominate(visit.caller(), found, emails);
        ModelAndView page = pages.after(visit, found, result);
        return result instanceof Result.Ok<Integer> ? page : page.addObject("emails", emails);
    }

    @PostMapping("/pilots/enablement")
    ModelAndView enable(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String seen) {
        Rollout found = rollouts.at(visit, rollout);
        Result<Integer> enabled =
                asSeen.act(
                        visit.id(),
                        seen,
                        () -> shown.test(found),
                        () -> test.enable(visit.caller(), found));
        return pages.after(visit, found, enabled);
    }

    @DeleteMapping("/pilots/{user}")
    ModelAndView dismiss(Visit visit, @PathVariable String rollout, @PathVariable String user) {
        Rollout found = rollouts.at(visit, rollout);
        UserId id =
                UserId.parse(user)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Result<Boolean> gone = test.dismiss(visit.caller(), found, id);
        if (gone instanceof Result.Ok<Boolean>(Boolean done) && !done) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return pages.after(visit, found, gone);
    }

    @PostMapping("/test")
    ModelAndView tested(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String seen) {
        Rollout found = rollouts.at(visit, rollout);
        Result<Rollout> confirmed =
                asSeen.act(
                        visit.id(),
                        seen,
                        () -> shown.test(found),
                        () -> confirmation.tested(visit.caller(), found));
        return pages.after(visit, found, confirmed);
    }
}
