package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who would be locked out and why, and what is done about them. */
@Controller
@RequestMapping({ReviewPages.OPERATOR + "/readiness", ReviewPages.CUSTOMER + "/readiness"})
class ReadinessController {
    private final ReviewPages pages;
    private final IdpLists lists;
    private final Comparisons comparisons;
    private final FindingQueries findings;
    private final FindingService desk;
    private final Guests guests;
    private final CorrectionStore corrections;
    private final Cohorts cohorts;
    private final AsSeen asSeen;
    private final Clock clock;

    ReadinessController(
            ReviewPages pages,
            IdpLists lists,
            Comparisons comparisons,
            FindingQueries findings,
            FindingService desk,
            Guests guests,
            CorrectionStore corrections,
            Cohorts cohorts,
            AsSeen asSeen,
            Clock clock) {
        this.pages = pages;
        this.lists = lists;
        this.comparisons = comparisons;
        this.findings = findings;
        this.desk = desk;
        this.guests = guests;
        this.corrections = corrections;
        this.cohorts = cohorts;
        this.asSeen = asSeen;
        this.clock = clock;
    }

    @GetMapping
    String show(Visit visit, @PathVariable("cohort") String sid, Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        model.addAttribute("comparison", comparisons.fresh(cohort));
        IdpList list = lists.current(cohort.organization(), cohort.connection()).orElse(null);
        List<FindingQueries.Count> counts = findings.counts(cohort);
        model.addAttribute("list", list);
        model.addAttribute("old", list != null && list.old(clock.instant()));
        model.addAttribute("counts", counts);
        model.addAttribute("ready", counts.stream().noneMatch(FindingQueries.Count::unsettled));
        model.addAttribute("guests", guests.count(cohort));
        model.addAttribute("corrections", corrections.of(cohort));
        model.addAttribute("now", clock.instant());
        return "review/readiness";
    }

    @GetMapping("/others")
    String others(Visit visit, @PathVariable("cohort") String sid, Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        model.addAttribute("count", guests.count(cohort));
        model.addAttribute("guests", guests.first(cohort));
        return "review/others";
    }

    @GetMapping("/{kind}")
    String kind(
            Visit visit,
            @PathVariable("cohort") String sid,
            @PathVariable("kind") String path,
            @RequestParam(defaultValue = "open") String show,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String afterId,
            Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        FindingKind kind = ReviewPages.kind(path);
        comparisons.fresh(cohort);
        return page(cohort, kind, new FindingFilter(show, text, after, afterId), List.of(), model);
    }

    @PostMapping("/{kind}/acceptance")
    String accept(
            Visit visit,
            @PathVariable("cohort") String sid,
            @PathVariable("kind") String path,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        return act(
                visit,
                sid,
                path,
                all,
                user,
                seen,
                model,
                (cohort, kind, users) -> desk.accept(visit.caller(), cohort, kind, users, reason));
    }

    @DeleteMapping("/{kind}/acceptance")
    String withdraw(
            Visit visit,
            @PathVariable("cohort") String sid,
            @PathVariable("kind") String path,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        return act(
                visit,
                sid,
                path,
                all,
                user,
                seen,
                model,
                (cohort, kind, users) -> desk.withdraw(visit.caller(), cohort, kind, users));
    }

    @PostMapping("/{kind}/exclusion")
    String exclude(
            Visit visit,
            @PathVariable("cohort") String sid,
            @PathVariable("kind") String path,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        return act(
                visit,
                sid,
                path,
                all,
                user,
                seen,
                model,
                (cohort, kind, users) -> desk.exclude(visit.caller(), cohort, kind, users, reason));
    }

    @PostMapping("/outside/inclusion")
    String include(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        return act(
                visit,
                sid,
                "outside",
                false,
                user,
                seen,
                model,
                (cohort, kind, users) ->
                        desk.include(visit.caller(), cohort, users == null ? List.of() : users));
    }

    /** Something that is done to users of a kind; to all of them for null. */
    private interface Act {
        Result<Long> on(Cohort cohort, FindingKind kind, @Nullable List<UserId> users);
    }

    private String act(
            Visit visit,
            String sid,
            String path,
            boolean all,
            List<String> named,
            String seen,
            Model model,
            Act act) {
        Cohort cohort = pages.cohort(visit, sid, model);
        FindingKind kind = ReviewPages.kind(path);
        comparisons.fresh(cohort);
        Result<Long> result =
                asSeen.large(
                        visit.id(),
                        seen,
                        () -> findings.seen(held(cohort), kind),
                        () -> act.on(cohort, kind, all ? null : ReviewPages.users(named)));
        return switch (result) {
            case Result.Ok<Long> done ->
                    "redirect:" + ReviewPages.place(visit, cohort) + "/readiness/" + kind.path();
            case Result.Refused<Long>(List<Problem> problems) ->
                    page(
                            pages.cohort(visit, sid, model),
                            kind,
                            new FindingFilter("open", "", "", ""),
                            problems,
                            model);
        };
    }

    /** Nobody changes the list until the caller's transaction ends. */
    private Cohort held(Cohort cohort) {
        return cohorts.lock(cohort.organization(), cohort.id()).orElseThrow(ReviewPages::notFound);
    }

    private String page(
            Cohort cohort,
            FindingKind kind,
            FindingFilter filter,
            List<Problem> problems,
            Model model) {
        model.addAttribute("problems", problems);
        model.addAttribute("kind", kind);
        model.addAttribute("seen", findings.seen(cohort, kind));
        model.addAttribute("count", findings.count(cohort, kind));
        model.addAttribute("found", findings.page(cohort, kind, filter));
        return "review/finding";
    }
}
