package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.directory.Visit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What has changed since a list was approved. */
@Controller
class DifferencesController {
    private final ReviewPages pages;
    private final Differences differences;

    DifferencesController(ReviewPages pages, Differences differences) {
        this.pages = pages;
        this.differences = differences;
    }

    @GetMapping({ReviewPages.OPERATOR + "/differences", ReviewPages.CUSTOMER + "/differences"})
    String show(Visit visit, @PathVariable("cohort") String sid, Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        model.addAttribute("found", differences.of(cohort));
        return "review/differences";
    }
}
