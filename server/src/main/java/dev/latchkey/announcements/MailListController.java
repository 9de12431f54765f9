package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.database.Paged;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SafeCsv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** What became of each user's mail, and what is done about those that did not arrive. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/cohorts/{cohort}/announcement",
    "/organization/cohorts/{cohort}/announcement"
})
class MailListController {
    private final Cohorts cohorts;
    private final AnnouncementStore store;
    private final AnnouncementService desk;
    private final AnnouncementPages pages;
    private final MailList mails;
    private final AsSeen asSeen;

    MailListController(
            Cohorts cohorts,
            AnnouncementStore store,
            AnnouncementService desk,
            AnnouncementPages pages,
            MailList mails,
            AsSeen asSeen) {
        this.cohorts = cohorts;
        this.store = store;
        this.desk = desk;
        this.pages = pages;
        this.mails = mails;
        this.asSeen = asSeen;
    }

    @GetMapping("/mails")
    String list(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        return list(visit, cohort, state, after, List.of(), model);
    }

    private String list(
            Visit visit,
            Cohort cohort,
            String state,
            String after,
            List<Problem> problems,
            Model model) {
        Announcement announcement = pages.about(visit, cohort, problems, model);
        @Nullable MailState wanted = state(state).orElse(null);
        model.addAttribute("state", wanted);
        model.addAttribute("states", MailState.values());
        if (wanted != null) {
            model.addAttribute("seenState", pages.seenOf(cohort, wanted));
        }
        model.addAttribute("counts", mails.count(announcement));
        model.addAttribute("first", after.isEmpty());
        model.addAttribute(
                "part",
                announcement.begun()
                        ? mails.page(announcement, wanted, UserId.parse(after).orElse(null))
                        : new MailList.Part(List.of(), null));
        return "announcements/mails";
    }

    private static Optional<MailState> state(String name) {
        return Arrays.stream(MailState.values())
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    @GetMapping("/mails.csv")
    void csv(Visit visit, @PathVariable("cohort") String sid, HttpServletResponse response)
            throws IOException {
        Announcement announcement = store.of(cohorts.at(visit, sid));
        try (SafeCsv csv = SafeCsv.download(response, "announcement.csv")) {
            csv.line("user", "email", "name", "mail", "at", "problem", "told otherwise by");
            if (announcement.begun()) {
                Paged.each(
                        (@Nullable MailRow last) -> mails.behind(announcement, last),
                        row -> line(csv, row));
            }
        }
    }

    private static void line(SafeCsv csv, MailRow row) throws IOException {
        csv.line(
                row.user(),
                row.email(),
                row.name(),
                row.state().words(),
                row.settledAt(),
                row.problem(),
                row.acknowledgedBy());
    }

    /** One user's where one is named, else all of this state. */
    @PostMapping("/mails/resent")
    String resend(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String user,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        MailState were =
                state(state).filter(MailState::open).orElseThrow(MailListController::notFound);
        UserId only =
                user.isEmpty()
                        ? null
                        : UserId.parse(user).orElseThrow(MailListController::notFound);
        // One user's form says whose mail it is and how it fared; that of all says how many there
        // are.
        Result<Announcement> result =
                only != null
                        ? desk.resend(visit.caller(), cohort, were, only)
                        : asSeen.act(
                                visit.id(),
                                seen,
                                () -> pages.seenOf(cohort, were),
                                () -> desk.resend(visit.caller(), cohort, were, null));
        return switch (result) {
            case Result.Ok<Announcement> ok -> pages.address(visit, cohort);
            case Result.Refused<Announcement>(List<Problem> problems) ->
                    list(visit, cohort, state, "", problems, model);
        };
    }

    @PostMapping("/acknowledgement")
    String acknowledge(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        Result<Announcement> result =
                asSeen.act(
                        visit.id(),
                        seen,
                        () -> pages.seenOpen(cohort),
                        () -> desk.acknowledge(visit.caller(), cohort));
        return switch (result) {
            case Result.Ok<Announcement> ok -> pages.address(visit, cohort);
            case Result.Refused<Announcement>(List<Problem> problems) ->
                    pages.overview(visit, cohort, problems, model);
        };
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
