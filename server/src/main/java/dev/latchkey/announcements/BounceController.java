package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Where somebody hands in mails that came back to the sender's mailbox. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/cohorts/{cohort}/announcement/bounces",
    "/organization/cohorts/{cohort}/announcement/bounces"
})
class BounceController {
    private static final int SHOWN = 100;

    private final Cohorts cohorts;
    private final BounceService desk;
    private final AnnouncementPages pages;

    BounceController(Cohorts cohorts, BounceService desk, AnnouncementPages pages) {
        this.cohorts = cohorts;
        this.desk = desk;
        this.pages = pages;
    }

    @GetMapping
    String form(Visit visit, @PathVariable("cohort") String sid, Model model) {
        return page(visit, cohorts.at(visit, sid), List.of(), model);
    }

    @PostMapping
    String take(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String text,
            Model model)
            throws IOException {
        Cohort cohort = cohorts.at(visit, sid);
        if (file != null && file.getSize() > ReturnedMail.MOST_BYTES) {
            return page(
                    visit,
                    cohort,
                    List.of(new Problem(AnnouncementError.BOUNCE_TOO_LARGE, null)),
                    model);
        }
        byte[] content =
                file == null || file.isEmpty()
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : file.getBytes();
        return switch (desk.take(visit.caller(), cohort, content)) {
            case Result.Ok<BounceService.Taken>(BounceService.Taken taken) -> {
                model.addAttribute("marked", taken.marked());
                model.addAttribute("unknown", taken.unknown().stream().limit(SHOWN).toList());
                model.addAttribute("unknownInAll", taken.unknown().size());
                model.addAttribute("cut", taken.cut());
                yield page(visit, cohort, List.of(), model);
            }
            case Result.Refused<BounceService.Taken>(List<Problem> problems) ->
                    page(visit, cohort, problems, model);
        };
    }

    private String page(Visit visit, Cohort cohort, List<Problem> problems, Model model) {
        pages.about(visit, cohort, problems, model);
        return "announcements/bounces";
    }
}
