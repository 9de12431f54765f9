package dev.latchkey.enforcement;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.ListEdits;
import dev.latchkey.cohorts.ListExport;
import dev.latchkey.cohorts.ListFilter;
import dev.latchkey.directory.Visit;
import dev.latchkey.rollout.Approvals;
import dev.latchkey.rollout.Shown;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SafeCsv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The list itself (requirement A12): looked through, struck out of, taken as CSV, approved. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/cohorts/{cohort}",
    "/organization/cohorts/{cohort}"
})
class ListController {
    private final Cohorts cohorts;
    private final CohortPages pages;
    private final ListExport export;
    private final ListEdits edits;
    private final Approvals approvals;
    private final AsSeen asSeen;
    private final Shown shown;

    ListController(
            Cohorts cohorts,
            CohortPages pages,
            ListExport export,
            ListEdits edits,
            Approvals approvals,
            AsSeen asSeen,
            Shown shown) {
        this.cohorts = cohorts;
        this.pages = pages;
        this.export = export;
        this.edits = edits;
        this.approvals = approvals;
        this.asSeen = asSeen;
        this.shown = shown;
    }

    @GetMapping("/list")
    ModelAndView show(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String afterKey,
            @RequestParam(defaultValue = "") String afterId) {
        return pages.list(
                visit,
                cohorts.at(visit, cohort),
                new ListFilter(decision, text, afterKey, afterId),
                List.of());
    }

    /** Leaves the chosen users out, or takes them back. */
    @PostMapping("/decisions")
    ModelAndView decide(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") List<String> users,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        List<UserId> chosen = users.stream().map(UserId::parse).flatMap(Optional::stream).toList();
        Result<Long> result =
                asSeen.act(
                        visit.id(),
                        seen,
                        () -> shown.held(found),
                        () ->
                                decision.equals("IN")
                                        ? edits.takeBack(visit.caller(), found.id(), chosen)
                                        : edits.strikeOut(
                                                visit.caller(), found.id(), chosen, reason));
        return switch (result) {
            case Result.Ok<Long> done ->
                    new ModelAndView("redirect:" + CohortPages.path(visit, found) + "/list");
            case Result.Refused<Long>(List<Problem> problems) ->
                    pages.list(visit, cohorts.at(visit, cohort), ListFilter.ALL, problems);
        };
    }

    @PostMapping("/approval")
    ModelAndView approve(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam(defaultValue = "0") int changes,
            @RequestParam(defaultValue = "false") boolean compared,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        Result<Cohort> approved =
                asSeen.large(
                        visit.id(),
                        seen,
                        () -> shown.held(found),
                        () ->
                                approvals.approve(
                                        visit.caller(),
                                        found,
                                        new Approvals.Shown(revision, changes, compared)));
        return switch (approved) {
            case Result.Ok<Cohort> done ->
                    new ModelAndView("redirect:" + CohortPages.path(visit, found));
            case Result.Refused<Cohort>(List<Problem> problems) ->
                    pages.list(visit, cohorts.at(visit, cohort), ListFilter.ALL, problems);
        };
    }

    /** The list as it stands, or any revision of it as it was. */
    @GetMapping("/list.csv")
    void csv(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "0") int revision,
            HttpServletResponse response)
            throws IOException {
        Cohort found = cohorts.at(visit, cohort);
        int wanted = revision == 0 ? found.revision() : revision;
        if (wanted < 1 || wanted > found.revision()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        export.write(found, wanted, SafeCsv.open(response, "users-" + wanted + ".csv"));
    }
}
