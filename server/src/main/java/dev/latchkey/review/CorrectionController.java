package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.directory.User;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.SeenError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks a user to confirm another address, and takes that back. */
@Controller
class CorrectionController {
    private static final String OPERATORS = ReviewPages.OPERATOR + "/users/{user}/correction";
    private static final String CUSTOMERS = ReviewPages.CUSTOMER + "/users/{user}/correction";

    private final ReviewPages pages;
    private final Corrections corrections;
    private final CorrectionStore store;
    private final Comparisons comparisons;
    private final FindingQueries findings;
    private final Clock clock;

    CorrectionController(
            ReviewPages pages,
            Corrections corrections,
            CorrectionStore store,
            Comparisons comparisons,
            FindingQueries findings,
            Clock clock) {
        this.pages = pages;
        this.corrections = corrections;
        this.store = store;
        this.comparisons = comparisons;
        this.findings = findings;
        this.clock = clock;
    }

    @GetMapping({OPERATORS, CUSTOMERS})
    String show(
            Visit visit,
            @PathVariable("cohort") String sid,
            @PathVariable("user") String us,
            @RequestParam(defaultValue = "") String email,
            Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        User user = user(cohort, us);
        String typed =
                email.isBlank() ? findings.likely(cohort, user.id()).orElse("") : email.strip();
        return page(visit, user, typed, List.of(), model);
    }

    @PostMapping({OPERATORS, CUSTOMERS})
    String ask(
            Visit visit,
            @PathVariable("cohort") String sid,
            @PathVariable("user") String us,
            @RequestParam(defaultValue = "") String email,
            Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        User user = user(cohort, us);
        return switch (corrections.ask(visit.caller(), cohort, user, email)) {
            case Result.Ok<Correction> asked -> back(visit, cohort);
            case Result.Refused<Correction>(List<Problem> problems) ->
                    page(visit, user, email.strip(), problems, model);
        };
    }

    @DeleteMapping({OPERATORS, CUSTOMERS})
    String cancel(
            Visit visit,
            @PathVariable("cohort") String sid,
            @PathVariable("user") String us,
            Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        User user = user(cohort, us);
        return switch (corrections.cancel(visit.caller(), user)) {
            case Result.Ok<Correction> cancelled -> back(visit, cohort);
            case Result.Refused<Correction>(List<Problem> problems) ->
                    page(visit, user, "", problems, model);
        };
    }

    /** Asks those who are ticked to confirm the address that is likely theirs. */
    @PostMapping({
        ReviewPages.OPERATOR + "/readiness/alias-suspected/corrections",
        ReviewPages.CUSTOMER + "/readiness/alias-suspected/corrections"
    })
    String askAll(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        comparisons.fresh(cohort);
        List<Problem> problems = new ArrayList<>();
        if (!findings.seen(cohort, FindingKind.ALIAS_SUSPECTED).is(seen)) {
            // Which address is likely whose may be another by now.
            problems.add(new Problem(SeenError.CHANGED, null));
            user = List.of();
        }
        for (String each : user.stream().limit(FindingFilter.SIZE).toList()) {
            Optional<User> listed = corrections.listed(cohort, each);
            Optional<String> likely = listed.flatMap(one -> findings.likely(cohort, one.id()));
            if (listed.isPresent()
                    && likely.isPresent()
                    && corrections.ask(visit.caller(), cohort, listed.get(), likely.get())
                            instanceof Result.Refused<Correction>(List<Problem> some)) {
                problems.addAll(some);
            }
        }
        if (user.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem(ReviewError.NOBODY_CHOSEN, null));
        }
        FindingKind kind = FindingKind.ALIAS_SUSPECTED;
        model.addAttribute("problems", problems.stream().distinct().limit(10).toList());
        model.addAttribute("kind", kind);
        model.addAttribute("seen", findings.seen(cohort, kind));
        model.addAttribute("count", findings.count(cohort, kind));
        model.addAttribute(
                "found", findings.page(cohort, kind, new FindingFilter("open", "", "", "")));
        return problems.isEmpty()
                ? "redirect:" + ReviewPages.place(visit, cohort) + "/readiness/" + kind.path()
                : "review/finding";
    }

    private User user(Cohort cohort, String sid) {
        return corrections.listed(cohort, sid).orElseThrow(ReviewPages::notFound);
    }

    private static String back(Visit visit, Cohort cohort) {
        return "redirect:" + ReviewPages.place(visit, cohort) + "/readiness#corrections";
    }

    private String page(Visit visit, User user, String email, List<Problem> problems, Model model) {
        model.addAttribute("problems", problems);
        model.addAttribute("user", user);
        model.addAttribute("email", email);
        model.addAttribute(
                "waiting",
                store.waiting(visit.id(), user.id())
                        .filter(each -> each.state(clock.instant()) == Correction.State.OPEN)
                        .orElse(null));
        return "review/correction";
    }
}
