package dev.latchkey.rollout;

import dev.latchkey.directory.Visit;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.LivePages;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The rollouts of an organization, and the page that leads through one. Both sides see the same. */
@Controller
@RequestMapping({"/operator/organizations/{organization}/rollouts", "/organization/rollouts"})
class RolloutController {
    private final Rollouts rollouts;
    private final RolloutPages pages;

    RolloutController(Rollouts rollouts, RolloutPages pages) {
        this.rollouts = rollouts;
        this.pages = pages;
    }

    /** @param connection whose page led here; a new rollout takes it up */
    @GetMapping
    ModelAndView list(
            Visit visit,
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "") String at) {
        return list(visit, connection, new Wanted(1, at), List.of());
    }

    private ModelAndView list(
            Visit visit, String connection, Wanted wanted, List<Problem> problems) {
        ModelAndView page = new ModelAndView("rollout/rollouts");
        page.addObject("visit", visit);
        page.addObject("rollouts", rollouts.of(visit.id(), wanted));
        page.addObject("underWay", rollouts.anyUnderWay(visit.id()));
        page.addObject("through", rollouts.free(visit.id(), connection).orElse(null));
        page.addObject("problems", problems);
        return page;
    }

    @PostMapping
    ModelAndView begin(Visit visit, @RequestParam(defaultValue = "") String connection) {
        return switch (begun(visit, connection)) {
            case Result.Ok<Rollout>(Rollout rollout) ->
                    new ModelAndView("redirect:" + RolloutPages.path(visit, rollout));
            case Result.Refused<Rollout>(List<Problem> problems) ->
                    list(visit, connection, Wanted.FIRST, problems);
        };
    }

    private Result<Rollout> begun(Visit visit, String connection) {
        return connection.isEmpty()
                ? rollouts.begin(visit.caller(), visit.organization())
                : ConnectionId.parse(connection)
                        .map(id -> rollouts.begin(visit.caller(), visit.organization(), id))
                        .orElseGet(
                                () -> Result.refused(RolloutError.CONNECTION_UNKNOWN, connection));
    }

    @GetMapping("/{rollout}")
    ModelAndView show(Visit visit, @PathVariable String rollout, HttpServletResponse response) {
        return LivePages.live(pages.show(visit, rollouts.at(visit, rollout), List.of()), response);
    }

    @DeleteMapping("/{rollout}")
    ModelAndView close(Visit visit, @PathVariable String rollout) {
        Rollout found = rollouts.at(visit, rollout);
        return pages.after(visit, found, rollouts.close(visit.caller(), found));
    }
}
