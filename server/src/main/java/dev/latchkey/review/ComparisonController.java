package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.SeenError;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The IdP's list behind a list of users: which one counts, and the upload of another. */
@Controller
@RequestMapping({ReviewPages.OPERATOR + "/comparison", ReviewPages.CUSTOMER + "/comparison"})
class ComparisonController {
    private final ReviewPages pages;
    private final IdpLists lists;
    private final IdpUploads uploads;
    private final RefusedLines refused;
    private final Clock clock;

    ComparisonController(
            ReviewPages pages,
            IdpLists lists,
            IdpUploads uploads,
            RefusedLines refused,
            Clock clock) {
        this.pages = pages;
        this.lists = lists;
        this.uploads = uploads;
        this.refused = refused;
        this.clock = clock;
    }

    @GetMapping
    String show(Visit visit, @PathVariable("cohort") String sid, Model model) {
        return page(pages.cohort(visit, sid, model), List.of(), model);
    }

    @PostMapping
    String upload(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String encoding,
            Model model)
            throws IOException {
        Cohort cohort = pages.cohort(visit, sid, model);
        if (file == null || file.isEmpty()) {
            return page(cohort, List.of(new Problem(ReviewError.FILE_MISSING, null)), model);
        }
        String name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
        try (InputStream in = file.getInputStream()) {
            return switch (uploads.keep(
                    visit.caller(), cohort, name, in, CsvEncoding.named(encoding))) {
                case Result.Ok<IdpList> kept ->
                        "redirect:" + ReviewPages.place(visit, cohort) + "/comparison/columns";
                case Result.Refused<IdpList>(List<Problem> problems) ->
                        page(cohort, problems, model);
            };
        }
    }

    @DeleteMapping
    String remove(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        IdpList list = lists.current(cohort.organization(), cohort.connection()).orElse(null);
        if (list != null && !Seen.of(list.id()).is(seen)) {
            return page(cohort, List.of(new Problem(SeenError.CHANGED, null)), model);
        }
        if (uploads.remove(visit.caller(), cohort)
                instanceof Result.Refused<Boolean>(List<Problem> problems)) {
            return page(cohort, problems, model);
        }
        return "redirect:" + ReviewPages.place(visit, cohort) + "/comparison";
    }

    private String page(Cohort cohort, List<Problem> problems, Model model) {
        IdpList current = lists.current(cohort.organization(), cohort.connection()).orElse(null);
        IdpList waiting = lists.waiting(cohort.organization(), cohort.connection()).orElse(null);
        model.addAttribute("problems", problems);
        model.addAttribute("encodings", CsvEncoding.all());
        model.addAttribute("current", current);
        model.addAttribute(
                "seenWaiting", waiting == null ? Seen.of("none") : Seen.of(waiting.id()));
        model.addAttribute("seen", current == null ? Seen.of("none") : Seen.of(current.id()));
        model.addAttribute("old", current != null && current.old(clock.instant()));
        model.addAttribute("waiting", waiting);
        model.addAttribute("refused", current == null ? List.of() : refused.first(current));
        return "review/comparison";
    }
}
