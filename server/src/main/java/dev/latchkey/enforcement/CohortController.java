package dev.latchkey.enforcement;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.Lines;
import dev.latchkey.cohorts.MembershipBuilder;
import dev.latchkey.cohorts.Rules;
import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.directory.Visit;
import dev.latchkey.rollout.CohortService;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.RolloutPages;
import dev.latchkey.rollout.Rollouts;
import dev.latchkey.rollout.Shown;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** A list of users: which users it is for (requirement A11), and how far it has come. */
@Controller
@RequestMapping({"/operator/organizations/{organization}", "/organization"})
class CohortController {
    private static final Rules.Added NOTHING = new Rules.Added(0, List.of());

    private final Rollouts rollouts;
    private final RolloutPages rolloutPages;
    private final Cohorts cohorts;
    private final CohortService desk;
    private final CohortPages pages;
    private final Rules rules;
    private final MembershipBuilder maker;
    private final AsSeen asSeen;
    private final Shown shown;

    CohortController(
            Rollouts rollouts,
            RolloutPages rolloutPages,
            Cohorts cohorts,
            CohortService desk,
            CohortPages pages,
            Rules rules,
            MembershipBuilder maker,
            AsSeen asSeen,
            Shown shown) {
        this.rollouts = rollouts;
        this.rolloutPages = rolloutPages;
        this.cohorts = cohorts;
        this.desk = desk;
        this.pages = pages;
        this.rules = rules;
        this.maker = maker;
        this.asSeen = asSeen;
        this.shown = shown;
    }

    @PostMapping("/rollouts/{rollout}/cohorts")
    ModelAndView begin(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String name) {
        Rollout found = rollouts.at(visit, rollout);
        return switch (desk.begin(visit.caller(), found, name)) {
            case Result.Ok<Cohort>(Cohort cohort) ->
                    new ModelAndView("redirect:" + CohortPages.path(visit, cohort) + "/rules");
            case Result.Refused<Cohort>(List<Problem> problems) ->
                    rolloutPages.show(visit, found, problems);
        };
    }

    @GetMapping("/cohorts/{cohort}")
    ModelAndView show(Visit visit, @PathVariable String cohort) {
        return pages.overview(visit, cohorts.at(visit, cohort), List.of());
    }

    @GetMapping("/cohorts/{cohort}/rules")
    ModelAndView rules(Visit visit, @PathVariable String cohort) {
        return pages.rules(visit, cohorts.at(visit, cohort), NOTHING, List.of());
    }

    /** Adds rules or users, one a line. */
    @PostMapping("/cohorts/{cohort}/rules")
    ModelAndView add(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String lines,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String encoding)
            throws IOException {
        Cohort found = cohorts.at(visit, cohort);
        Result<Lines> all =
                file == null || file.isEmpty()
                        ? Result.ok(Lines.of(lines, Lines.Of.named(kind)))
                        : Lines.of(
                                file.getBytes(), CsvEncoding.named(encoding), Lines.Of.named(kind));
        return switch (all) {
            case Result.Ok<Lines>(Lines readable) ->
                    switch (added(visit, found, kind, readable)) {
                        case Result.Ok<Rules.Added>(Rules.Added added) ->
                                pages.rules(visit, found, added, List.of());
                        case Result.Refused<Rules.Added>(List<Problem> problems) ->
                                pages.rules(visit, found, NOTHING, problems);
                    };
            case Result.Refused<Lines>(List<Problem> problems) ->
                    pages.rules(visit, found, NOTHING, problems);
        };
    }

    private Result<Rules.Added> added(Visit visit, Cohort cohort, String kind, Lines lines) {
        return switch (kind) {
            case "DOMAIN" -> rules.domains(visit.caller(), cohort, lines);
            case "ACCOUNT" -> rules.accounts(visit.caller(), cohort, lines);
            default -> rules.users(visit.caller(), cohort, lines);
        };
    }

    @DeleteMapping("/cohorts/{cohort}/rules")
    ModelAndView remove(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String value,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        Result<?> removed =
                asSeen.act(
                        visit.id(),
                        seen,
                        () -> shown.held(found),
                        () -> remove(visit, found, kind, value));
        return removed instanceof Result.Refused<?>(List<Problem> problems)
                ? pages.rules(visit, cohorts.at(visit, cohort), NOTHING, problems)
                : new ModelAndView("redirect:" + CohortPages.path(visit, found) + "/rules");
    }

    private Result<Integer> remove(Visit visit, Cohort cohort, String kind, String value) {
        return kind.equals("USERS")
                ? rules.removeChoices(visit.caller(), cohort)
                : rules.remove(visit.caller(), cohort, kind, value);
    }

    /** Makes the list from the rules. */
    @PostMapping("/cohorts/{cohort}/list")
    ModelAndView make(
            Visit visit,
            @PathVariable String cohort,
            @RequestParam(defaultValue = "") String seen) {
        Cohort found = cohorts.at(visit, cohort);
        Result<Long> result =
                asSeen.large(
                        visit.id(),
                        seen,
                        () -> shown.held(found),
                        () -> maker.make(visit.caller(), found));
        return switch (result) {
            case Result.Ok<Long> made ->
                    new ModelAndView("redirect:" + CohortPages.path(visit, found) + "/list");
            case Result.Refused<Long>(List<Problem> problems) ->
                    pages.rules(visit, cohorts.at(visit, cohort), NOTHING, problems);
        };
    }
}
