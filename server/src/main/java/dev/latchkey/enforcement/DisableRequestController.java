package dev.latchkey.enforcement;

import dev.latchkey.cohorts.NamedUsers;
import dev.latchkey.directory.Visit;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.RolloutPages;
import dev.latchkey.rollout.Rollouts;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where SSO is taken from users on request (requirement A17). */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/rollouts/{rollout}/disabling",
    "/organization/rollouts/{rollout}/disabling"
})
class DisableRequestController {
    private final Rollouts rollouts;
    private final NamedUsers named;
    private final DisableRequests requests;
    private final AsSeen asSeen;

    DisableRequestController(
            Rollouts rollouts, NamedUsers named, DisableRequests requests, AsSeen asSeen) {
        this.rollouts = rollouts;
        this.named = named;
        this.requests = requests;
        this.asSeen = asSeen;
    }

    @GetMapping
    ModelAndView show(Visit visit, @PathVariable String rollout) {
        return page(visit, rollouts.at(visit, rollout), List.of());
    }

    @PostMapping
    ModelAndView ask(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String users,
            @RequestParam(defaultValue = "") String reason) {
        Rollout found = rollouts.at(visit, rollout);
        Result<UUID> asked =
                named.of(visit.id(), users)
                        .flatMap(all -> requests.ask(visit.caller(), found, all, reason));
        ModelAndView page = after(visit, found, asked);
        return asked instanceof Result.Ok<UUID>
                ? page
                : page.addObject("users", users).addObject("reason", reason);
    }

    @PostMapping("/{order}/approval")
    ModelAndView approve(
            Visit visit,
            @PathVariable String rollout,
            @PathVariable UUID order,
            @RequestParam(defaultValue = "") String seen) {
        Rollout found = rollouts.at(visit, rollout);
        return asSeen(
                visit, found, order, seen, () -> requests.approve(visit.caller(), found, order));
    }

    @PostMapping("/{order}/completion")
    ModelAndView carryOut(
            Visit visit,
            @PathVariable String rollout,
            @PathVariable UUID order,
            @RequestParam(defaultValue = "") String seen) {
        Rollout found = rollouts.at(visit, rollout);
        return asSeen(
                visit, found, order, seen, () -> requests.carryOut(visit.caller(), found, order));
    }

    /** Only where the order still is as the page showed it: these users, for this reason, this far. */
    private ModelAndView asSeen(
            Visit visit, Rollout rollout, UUID order, String seen, Supplier<Result<UUID>> act) {
        return after(
                visit,
                rollout,
                asSeen.act(visit.id(), seen, () -> requests.shown(rollout, order), act));
    }

    @DeleteMapping("/{order}")
    ModelAndView cancel(Visit visit, @PathVariable String rollout, @PathVariable UUID order) {
        Rollout found = rollouts.at(visit, rollout);
        return after(visit, found, requests.cancel(visit.caller(), found, order));
    }

    private ModelAndView after(Visit visit, Rollout rollout, Result<?> result) {
        return switch (result) {
            case Result.Ok<?> done ->
                    new ModelAndView(
                            "redirect:" + RolloutPages.path(visit, rollout) + "/disabling");
            case Result.Refused<?>(List<Problem> problems) -> page(visit, rollout, problems);
        };
    }

    private ModelAndView page(Visit visit, Rollout rollout, List<Problem> problems) {
        ModelAndView page =
                new ModelAndView(
                        "rollout/disabling",
                        problems.isEmpty() ? HttpStatus.OK : HttpStatus.CONFLICT);
        page.addObject("visit", visit);
        page.addObject("orders", requests.of(rollout));
        page.addObject("path", RolloutPages.path(visit, rollout));
        page.addObject("problems", problems);
        return page;
    }
}
