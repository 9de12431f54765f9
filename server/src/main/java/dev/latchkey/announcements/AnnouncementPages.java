package dev.latchkey.announcements;

import dev.latchkey.rollout.Cohort;
import dev.latchkey.rollout.Visit;
import dev.latchkey.shared.Problem;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Fills the pages that several controllers show. */
@Component
class AnnouncementPages {
    private static final MailList.Recipient NOBODY =
            new MailList.Recipient("ada@example.com", "Ada Lovelace");

    private final AnnouncementStore store;
    private final AnnouncementDesk desk;
    private final MailList mails;
    private final Letter letter;

    AnnouncementPages(
            AnnouncementStore store, AnnouncementDesk desk, MailList mails, Letter letter) {
        this.store = store;
        this.desk = desk;
        this.mails = mails;
        this.letter = letter;
    }

    /** The redirect to the overview. */
    String address(Visit visit, Cohort cohort) {
        return "redirect:" + base(visit, cohort);
    }

    private static String base(Visit visit, Cohort cohort) {
        return visit.base() + "/cohorts/" + cohort.id() + "/announcement";
    }

    /** What every page of an announcement needs. */
    Announcement about(Visit visit, Cohort cohort, List<Problem> problems, Model model) {
        Announcement announcement = store.of(cohort);
        model.addAttribute("cohort", cohort);
        model.addAttribute("announcement", announcement);
        model.addAttribute("problems", problems);
        model.addAttribute("base", base(visit, cohort));
        return announcement;
    }

    String overview(Visit visit, Cohort cohort, List<Problem> problems, Model model) {
        Announcement announcement = about(visit, cohort, problems, model);
        preview(visit, cohort, announcement, model);
        model.addAttribute("counts", mails.count(announcement));
        model.addAttribute("missing", desk.problems(cohort, announcement));
        model.addAttribute(
                "outdated", announcement.begun() && announcement.mailed() != cohort.revision());
        return "announcements/overview";
    }

    void preview(Visit visit, Cohort cohort, Announcement announcement, Model model) {
        MailList.Recipient first = mails.first(cohort).orElse(NOBODY);
        model.addAttribute("recipient", first.email());
        model.addAttribute(
                "letter",
                letter.to(
                        first.email(),
                        first.name(),
                        announcement.wording(),
                        visit.organization().name()));
    }
}
