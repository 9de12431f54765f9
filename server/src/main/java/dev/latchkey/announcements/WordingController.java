package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where both sides write the mail. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/cohorts/{cohort}/announcement/wording",
    "/organization/cohorts/{cohort}/announcement/wording"
})
class WordingController {
    private final Cohorts cohorts;
    private final AnnouncementService desk;
    private final AnnouncementPages pages;

    WordingController(Cohorts cohorts, AnnouncementService desk, AnnouncementPages pages) {
        this.cohorts = cohorts;
        this.desk = desk;
        this.pages = pages;
    }

    /** The form as it was typed. A side that does not send the other's text leaves it as it is. */
    record Typed(
            int version,
            String subject,
            String vendor,
            String customer,
            String help,
            String day,
            String zone) {

        static Typed of(Announcement announcement) {
            Wording wording = announcement.wording();
            return new Typed(
                    announcement.version(),
                    wording.subject(),
                    wording.vendor(),
                    wording.customer(),
                    wording.help(),
                    wording.field(),
                    wording.zone());
        }

        Result<Wording> wording() {
            if (!WordingRules.isZone(zone)) {
                return Result.refused(AnnouncementError.ZONE_UNKNOWN, zone);
            }
            try {
                Instant at =
                        day.isBlank()
                                ? null
                                : LocalDateTime.parse(day).atZone(ZoneId.of(zone)).toInstant();
                return Result.ok(
                        new Wording(
                                subject.strip(),
                                lines(vendor),
                                lines(customer),
                                help.strip(),
                                at,
                                zone));
            } catch (DateTimeException e) {
                return Result.refused(AnnouncementError.DAY_UNUSABLE, day);
            }
        }

        private static String lines(String text) {
            return text.replace("\r\n", "\n").stripTrailing();
        }
    }

    @GetMapping
    String form(Visit visit, @PathVariable("cohort") String sid, Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        Announcement announcement = pages.about(visit, cohort, List.of(), model);
        return form(announcement, Typed.of(announcement), model);
    }

    private static String form(Announcement announcement, Typed typed, Model model) {
        model.addAttribute("typed", typed);
        model.addAttribute("stored", announcement.wording());
        model.addAttribute("zones", new TreeSet<>(ZoneId.getAvailableZoneIds()));
        return "announcements/wording";
    }

    @PostMapping
    String save(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String subject,
            @RequestParam(defaultValue = "") String vendor,
            @RequestParam(defaultValue = "") String customer,
            @RequestParam(defaultValue = "") String help,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "UTC") String zone,
            Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        Typed typed = new Typed(version, subject, vendor, customer, help, day, zone);
        Result<Announcement> result =
                typed.wording()
                        .flatMap(wording -> desk.save(visit.caller(), cohort, version, wording));
        return switch (result) {
            case Result.Ok<Announcement> ok -> pages.address(visit, cohort);
            case Result.Refused<Announcement>(List<Problem> problems) ->
                    form(pages.about(visit, cohort, problems, model), typed, model);
        };
    }
}
