package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Seen;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Fills the pages that several controllers show. */
@Component
class AnnouncementPages {
    private static final MailList.Recipient NOBODY =
            new MailList.Recipient("ada@example.com", "Ada Lovelace");

    private final AnnouncementStore store;
    private final AnnouncementService desk;
    private final MailList mails;
    private final Letter letter;

    AnnouncementPages(
            AnnouncementStore store, AnnouncementService desk, MailList mails, Letter letter) {
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
        model.addAttribute("seen", seen(visit, cohort));
        return announcement;
    }

    /** What would be mailed, to which list, in whose name. */
    Seen seen(Visit visit, Cohort cohort) {
        Announcement announcement = store.of(cohort);
        return Seen.of(
                announcement.version(),
                announcement.wording(),
                cohort.revision(),
                String.valueOf(cohort.approvedRevision()),
                visit.organization().name());
    }

    /** How many mails did not arrive, of those that the customer has not taken upon themself yet. */
    Seen seenOpen(Cohort cohort) {
        Announcement announcement = store.of(cohort);
        MailCounts counts = mails.count(announcement);
        return Seen.of(
                String.valueOf(announcement.revision()),
                counts.of(MailState.REFUSED),
                counts.of(MailState.UNSURE),
                counts.unacknowledged());
    }

    /** How many mails are in this state. */
    Seen seenOf(Cohort cohort, MailState state) {
        Announcement announcement = store.of(cohort);
        return Seen.of(
                String.valueOf(announcement.revision()),
                state,
                mails.count(announcement).of(state));
    }

    String overview(Visit visit, Cohort cohort, List<Problem> problems, Model model) {
        Announcement announcement = about(visit, cohort, problems, model);
        preview(visit, cohort, announcement, model);
        model.addAttribute("counts", mails.count(announcement));
        model.addAttribute("seenOpen", seenOpen(cohort));
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
