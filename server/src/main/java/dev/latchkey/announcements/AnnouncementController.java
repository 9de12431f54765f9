package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.directory.Visit;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.mail.Delivery;
import dev.latchkey.mail.MailLine;
import dev.latchkey.mail.MailLines;
import dev.latchkey.mail.MailServerAway;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The announcement of a list: what the mail says, how far it has come, and a test mail to oneself. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/cohorts/{cohort}/announcement",
    "/organization/cohorts/{cohort}/announcement"
})
class AnnouncementController {
    private static final int TESTS = 10;

    private final Cohorts cohorts;
    private final AnnouncementStore store;
    private final AnnouncementPages pages;
    private final Letter letter;
    private final MailLines lines;
    private final RateLimits limits;

    AnnouncementController(
            Cohorts cohorts,
            AnnouncementStore store,
            AnnouncementPages pages,
            Letter letter,
            MailLines lines,
            RateLimits limits) {
        this.cohorts = cohorts;
        this.store = store;
        this.pages = pages;
        this.letter = letter;
        this.lines = lines;
        this.limits = limits;
    }

    @GetMapping
    String show(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "false") boolean tested,
            Model model) {
        model.addAttribute("tested", tested);
        return pages.overview(visit, cohorts.at(visit, sid), List.of(), model);
    }

    @PostMapping("/test")
    String test(
            Visit visit,
            @PathVariable("cohort") String sid,
            @AuthenticationPrincipal Object principal,
            Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        return switch (mailTo(principal, visit, cohort)) {
            case Result.Ok<String> ok -> pages.address(visit, cohort) + "?tested=true";
            case Result.Refused<String>(List<Problem> problems) ->
                    pages.overview(visit, cohort, problems, model);
        };
    }

    private Result<String> mailTo(Object principal, Visit visit, Cohort cohort) {
        Self self = self(principal);
        if (self == null || !lines.configured()) {
            return Result.refused(AnnouncementError.MAIL_UNCONFIGURED, "");
        }
        if (!limits.allow("announcement-test", self.email(), TESTS)) {
            return Result.refused(AnnouncementError.TOO_MANY_TESTS, "");
        }
        Letter.Written written =
                letter.to(
                        self.email(),
                        self.name(),
                        store.of(cohort).wording(),
                        visit.organization().name());
        return switch (tried(new EmailAddress(self.email()), written)) {
            case Delivery.Sent sent -> Result.ok(self.email());
            case Delivery.Refused(String why) -> failed(why);
            case Delivery.Unwritable(String why) -> failed(why);
            case Delivery.Later(String why) -> failed(why);
            case Delivery.Away(String why) -> failed(why);
            case Delivery.Broke(String why) -> failed(why);
            case Delivery.Unsure(String why) -> failed(why);
        };
    }

    /** At once and not by the outbox: whoever tests wants to know now. */
    private Delivery tried(EmailAddress to, Letter.Written written) {
        try (MailLine line = lines.open()) {
            return line.send(to, written.subject(), written.text());
        } catch (MailServerAway e) {
            return new Delivery.Away(e.why());
        }
    }

    private static Result<String> failed(String why) {
        return Result.refused(AnnouncementError.MAIL_FAILED, why);
    }

    private record Self(String email, String name) {}

    private static @Nullable Self self(Object principal) {
        return switch (principal) {
            case SignedInOperator operator -> new Self(operator.email(), operator.name());
            case SignedInUser user -> new Self(user.email(), user.name());
            default -> null;
        };
    }
}
