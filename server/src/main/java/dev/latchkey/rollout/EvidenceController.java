package dev.latchkey.rollout;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.ListCount;
import dev.latchkey.directory.Visit;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The evidence of a rollout, on a page that prints well. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/rollouts/{rollout}/evidence",
    "/organization/rollouts/{rollout}/evidence"
})
class EvidenceController {
    private final Rollouts rollouts;
    private final FactsReader facts;
    private final CohortMembers lists;
    private final Evidence evidence;

    EvidenceController(
            Rollouts rollouts, FactsReader facts, CohortMembers lists, Evidence evidence) {
        this.rollouts = rollouts;
        this.facts = facts;
        this.lists = lists;
        this.evidence = evidence;
    }

    /** A confirmation with what it is about. */
    record Confirmed(Confirmation confirmation, List<EvidenceWords.Line> about) {}

    /** A list with its revisions. */
    record Listed(Cohort cohort, List<ListCount> revisions) {}

    @GetMapping
    ModelAndView show(Visit visit, @PathVariable String rollout) {
        Rollout found = rollouts.at(visit, rollout);
        Facts now = facts.of(found);
        ModelAndView page = new ModelAndView("rollout/evidence");
        page.addObject("visit", visit);
        page.addObject("facts", now);
        page.addObject("path", RolloutPages.path(visit, found));
        page.addObject(
                "listed",
                now.lists().stream()
                        .map(each -> new Listed(each.cohort(), lists.revisions(each.cohort())))
                        .toList());
        page.addObject(
                "confirmed",
                now.confirmations().stream()
                        .map(each -> new Confirmed(each, EvidenceWords.of(each)))
                        .toList());
        page.addObject("events", evidence.of(visit.id(), found));
        return page;
    }
}
