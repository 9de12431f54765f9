package dev.latchkey.enforcement;

import dev.latchkey.directory.Visit;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.RolloutPages;
import dev.latchkey.rollout.Rollouts;
import dev.latchkey.rollout.Shown;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Result;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Undoes the switch of all lists of a rollout at once. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/rollouts/{rollout}/enforcement",
    "/organization/rollouts/{rollout}/enforcement"
})
class RolloutUndoController {
    private final Rollouts rollouts;
    private final RolloutPages pages;
    private final Enforcements enforcements;
    private final AsSeen asSeen;
    private final Shown shown;

    RolloutUndoController(
            Rollouts rollouts,
            RolloutPages pages,
            Enforcements enforcements,
            AsSeen asSeen,
            Shown shown) {
        this.rollouts = rollouts;
        this.pages = pages;
        this.enforcements = enforcements;
        this.asSeen = asSeen;
        this.shown = shown;
    }

    @DeleteMapping
    ModelAndView undoAll(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String seen) {
        Rollout found = rollouts.at(visit, rollout);
        Result<Integer> undone =
                asSeen.large(
                        visit.id(),
                        seen,
                        () -> shown.switched(found),
                        () -> enforcements.undoAll(visit.caller(), found, reason));
        return pages.after(visit, found, undone);
    }
}
