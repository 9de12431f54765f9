package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Begins to mail, after a page that says how many, and pauses. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/cohorts/{cohort}/announcement/sending",
    "/organization/cohorts/{cohort}/announcement/sending"
})
class SendingController {
    private final Cohorts cohorts;
    private final AnnouncementService desk;
    private final AnnouncementPages pages;
    private final MailQueue queue;
    private final AsSeen asSeen;

    SendingController(
            Cohorts cohorts,
            AnnouncementService desk,
            AnnouncementPages pages,
            MailQueue queue,
            AsSeen asSeen) {
        this.cohorts = cohorts;
        this.desk = desk;
        this.pages = pages;
        this.queue = queue;
        this.asSeen = asSeen;
    }

    @GetMapping
    String confirm(Visit visit, @PathVariable("cohort") String sid, Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        Announcement announcement = pages.about(visit, cohort, List.of(), model);
        List<Problem> missing = desk.problems(cohort, announcement);
        model.addAttribute("problems", missing);
        model.addAttribute(
                "mails",
                missing.isEmpty()
                        ? queue.wouldMail(
                                cohort, cohort.revision(), announcement.wording().switchAt())
                        : 0);
        pages.preview(visit, cohort, announcement, model);
        return "announcements/sending";
    }

    @PostMapping
    String start(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        Result<Announcement> started =
                asSeen.act(
                        visit.id(),
                        seen,
                        () -> pages.seen(visit, cohorts.at(visit, sid)),
                        () -> desk.start(visit.caller(), cohort, version, revision));
        return answer(started, visit, cohort, model);
    }

    @DeleteMapping
    String pause(Visit visit, @PathVariable("cohort") String sid, Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        return answer(desk.pause(visit.caller(), cohort), visit, cohort, model);
    }

    private String answer(Result<Announcement> result, Visit visit, Cohort cohort, Model model) {
        return switch (result) {
            case Result.Ok<Announcement> ok -> pages.address(visit, cohort);
            case Result.Refused<Announcement>(List<Problem> problems) ->
                    pages.overview(visit, cohort, problems, model);
        };
    }
}
