package dev.latchkey.enforcement;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.NamedUsers;
import dev.latchkey.directory.Visit;
import dev.latchkey.rollout.CohortService;
import dev.latchkey.rollout.RolloutError;
import dev.latchkey.rollout.Shown;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.LivePages;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

/** The go-ahead, the switch, what is seen after it, and every way back (requirements A15, D8). */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/cohorts/{cohort}",
    "/organization/cohorts/{cohort}"
})
class SwitchController {
    private final Cohorts cohorts;
    private final CohortPages pages;
    private final GoAheads goAheads;
    private final Enforcements enforcements;
    private final Exemptions exemptions;
    private final CohortService desk;
    private final NamedUsers named;
    private final Watch watch;
    private final AsSeen asSeen;
    private final Shown shown;

    SwitchController(
            Cohorts cohorts,
            CohortPages pages,
            GoAheads goAheads,
            Enforcements enforcements,
            Exemptions exemptions,
            CohortService desk,
            NamedUsers named,
            Watch watch,
            AsSeen asSeen,
            Shown shown) {
        this.cohorts = cohorts;
        this.pages = pages;
        this.goAheads = goAheads;
        this.enforcements = enforcements;
        this.exemptions = exemptions;
        this.desk = desk;
        this.named = named;
        this.watch = watch;
        this.asSeen = asSeen;
        this.shown = shown;
    }

    @GetMapping("/go-ahead")
    ModelAndView goAhead(Visit visit, @PathVariable String cohort) {
        return pages.goAhead(visit, cohorts.at(visit, cohort), List.of());
    }

    @PostMapping("/go-ahead")
    ModelAndView give(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam(defaultValue = "NOW") String when,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "END") String sessions,
            @RequestParam(defaultValue = "false") boolean newUsers,
            @RequestParam(defaultValue = "") String vouching,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        boolean planned = when.equals("LATER");
        Optional<Instant> time = planned ? instant(at) : Optional.empty();
        Result<Cohort> given =
                planned && time.isEmpty()
                        ? Result.refused(EnforcementError.TIME_UNUSABLE, at)
                        : asSeen(
                                visit,
                                found,
                                seen,
                                () ->
                                        goAheads.give(
                                                visit.caller(),
                                                found,
                                                new Terms(
                                                        revision,
                                                        time.orElse(null),
                                                        sessions.equals("KEEP"),
                                                        newUsers,
                                                        UserId.parse(vouching).orElse(null))));
        return switch (given) {
            case Result.Ok<Cohort> done ->
                    new ModelAndView("redirect:" + CohortPages.path(visit, found));
            case Result.Refused<Cohort>(List<Problem> problems) ->
                    pages.goAhead(visit, cohorts.at(visit, cohort), problems);
        };
    }

    /** Only where the list is still what the page showed. */
    private <T> Result<T> asSeen(Visit visit, Cohort cohort, String seen, Supplier<Result<T>> act) {
        return asSeen.act(visit.id(), seen, () -> shown.held(cohort), act);
    }

    /** The same for what changes a whole list. */
    private <T> Result<T> large(Visit visit, Cohort cohort, String seen, Supplier<Result<T>> act) {
        return asSeen.large(visit.id(), seen, () -> shown.held(cohort), act);
    }

    /** To the list's page, or that page as it is now with what stood in the way. */
    private ModelAndView after(Visit visit, String cohort, Result<?> result) {
        return pages.after(visit, cohorts.at(visit, cohort), result);
    }

    /** The field's time is UTC, and says so. */
    private static Optional<Instant> instant(String typed) {
        try {
            return Optional.of(LocalDateTime.parse(typed.strip()).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @DeleteMapping("/go-ahead")
    ModelAndView withdraw(Visit visit, @PathVariable String cohort) {
        Cohort found = cohorts.at(visit, cohort);
        return pages.after(visit, found, goAheads.withdraw(visit.caller(), found));
    }

    @PostMapping("/enforcement")
    ModelAndView enforce(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        return switch (large(
                visit, found, seen, () -> enforcements.enforce(visit.caller(), found))) {
            case Result.Ok<Cohort> done ->
                    new ModelAndView("redirect:" + CohortPages.path(visit, found) + "/watch");
            case Result.Refused<Cohort>(List<Problem> problems) ->
                    pages.overview(visit, cohorts.at(visit, cohort), problems);
        };
    }

    @DeleteMapping("/enforcement")
    ModelAndView undo(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        return after(
                visit,
                cohort,
                large(visit, found, seen, () -> enforcements.undo(visit.caller(), found, reason)));
    }

    @PostMapping("/enforcement/restoration")
    ModelAndView restore(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        return after(
                visit,
                cohort,
                large(visit, found, seen, () -> enforcements.restore(visit.caller(), found)));
    }

    @GetMapping("/watch")
    ModelAndView watch(Visit visit, @PathVariable String cohort, HttpServletResponse response) {
        Cohort found = cohorts.at(visit, cohort);
        return LivePages.live(pages.watch(visit, found, watch.of(found), List.of()), response);
    }

    /** Undoes the switch for users by their addresses or SIDs. */
    @PostMapping("/releases")
    ModelAndView release(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String users,
            @RequestParam(defaultValue = "") String reason) {
        Cohort found = cohorts.at(visit, cohort);
        return switch (named.of(visit.id(), users)) {
            case Result.Ok<List<UserId>>(List<UserId> chosen) ->
                    pages.after(
                            visit, found, exemptions.exempt(visit.caller(), found, chosen, reason));
            case Result.Refused<List<UserId>>(List<Problem> problems) ->
                    pages.overview(visit, found, problems).addObject("users", users);
        };
    }

    @DeleteMapping("/releases/{user}")
    ModelAndView endRelease(
            Visit visit,
            @PathVariable String cohort,
            @PathVariable String user,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        UserId id =
                UserId.parse(user)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Result<Cohort> ended =
                asSeen.act(
                        visit.id(),
                        seen,
                        () -> exemptions.shown(found, id),
                        () -> exemptions.end(visit.caller(), found, id));
        return after(visit, cohort, ended);
    }

    /** Moves the list to another connection in one step. */
    @PostMapping("/connection")
    ModelAndView move(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        Result<Cohort> moved =
                ConnectionId.parse(connection)
                        .map(id ->
                                asSeen(
                                        visit,
                                        found,
                                        seen,
                                        () -> desk.move(visit.caller(), found, id)))
                        .orElseGet(
                                () -> Result.refused(RolloutError.CONNECTION_UNKNOWN, connection));
        return after(visit, cohort, moved);
    }
}
