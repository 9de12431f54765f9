package dev.latchkey.enforcement;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.ListFilter;
import dev.latchkey.cohorts.MembershipBuilder;
import dev.latchkey.cohorts.Rules;
import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.directory.Visit;
import dev.latchkey.rollout.Confirmation;
import dev.latchkey.rollout.Facts;
import dev.latchkey.rollout.FactsReader;
import dev.latchkey.rollout.PathView;
import dev.latchkey.rollout.RolloutPages;
import dev.latchkey.rollout.Rollouts;
import dev.latchkey.rollout.Shown;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Makes the pages of a list. */
@Component
class CohortPages {
    private final Rollouts rollouts;
    private final FactsReader facts;
    private final Rules rules;
    private final MembershipBuilder maker;
    private final CohortMembers lists;
    private final ExemptionStore exemptions;
    private final RemainingWays ways;
    private final SwitchDays days;
    private final Shown shown;
    private final Clock clock;

    CohortPages(
            Rollouts rollouts,
            FactsReader facts,
            Rules rules,
            MembershipBuilder maker,
            CohortMembers lists,
            ExemptionStore exemptions,
            RemainingWays ways,
            SwitchDays days,
            Shown shown,
            Clock clock) {
        this.rollouts = rollouts;
        this.facts = facts;
        this.rules = rules;
        this.maker = maker;
        this.lists = lists;
        this.exemptions = exemptions;
        this.ways = ways;
        this.days = days;
        this.shown = shown;
        this.clock = clock;
    }

    static String path(Visit visit, Cohort cohort) {
        return visit.base() + "/cohorts/" + cohort.id();
    }

    private Facts facts(Visit visit, Cohort cohort) {
        return facts.of(rollouts.find(visit.id(), cohort.rollout()).orElseThrow());
    }

    private ModelAndView page(
            String view, Visit visit, Cohort cohort, Facts now, List<Problem> problems) {
        ModelAndView page =
                new ModelAndView(view, problems.isEmpty() ? HttpStatus.OK : HttpStatus.CONFLICT);
        page.addObject("visit", visit);
        page.addObject("seen", shown.list(cohort));
        page.addObject("cohort", cohort);
        page.addObject("list", now.list(cohort));
        page.addObject("facts", now);
        page.addObject("path", path(visit, cohort));
        page.addObject("rolloutPath", RolloutPages.path(visit, now.rollout()));
        page.addObject("problems", problems);
        return page;
    }

    ModelAndView overview(Visit visit, Cohort cohort, List<Problem> problems) {
        Facts now = facts(visit, cohort);
        ModelAndView page = page("rollout/cohort", visit, cohort, now, problems);
        page.addObject("lines", PathView.of(now.list(cohort), now));
        page.addObject("goAhead", now.inForce(Confirmation.Kind.GO_AHEAD, cohort).orElse(null));
        page.addObject("released", exemptions.of(cohort));
        return page;
    }

    ModelAndView rules(Visit visit, Cohort cohort, Rules.Added added, List<Problem> problems) {
        ModelAndView page = page("rollout/rules", visit, cohort, facts(visit, cohort), problems);
        page.addObject("rules", rules.of(cohort));
        page.addObject("encodings", CsvEncoding.all());
        page.addObject("choices", rules.choices(cohort));
        page.addObject("preview", maker.preview(cohort));
        page.addObject("added", added);
        page.addObject(
                "refused", added.refused().subList(0, Math.min(100, added.refused().size())));
        return page;
    }

    ModelAndView list(Visit visit, Cohort cohort, ListFilter filter, List<Problem> problems) {
        ModelAndView page = page("rollout/list", visit, cohort, facts(visit, cohort), problems);
        page.addObject("page", lists.page(cohort, filter));
        page.addObject("filter", filter);
        page.addObject("revisions", lists.revisions(cohort));
        return page;
    }

    ModelAndView goAhead(Visit visit, Cohort cohort, List<Problem> problems) {
        Facts now = facts(visit, cohort);
        ModelAndView page = page("rollout/go-ahead", visit, cohort, now, problems);
        page.addObject("goAhead", now.inForce(Confirmation.Kind.GO_AHEAD, cohort).orElse(null));
        page.addObject("day", announced(cohort).orElse(null));
        page.addObject("emergency", ways.emergencyAdmins(visit.id()));
        page.addObject(
                "domains",
                rules.of(cohort).stream().filter(rule -> rule.kind().equals("DOMAIN")).toList());
        return page;
    }

    /** The day that the users were told, as a browser's field takes it, while it is to come. */
    private Optional<LocalDateTime> announced(Cohort cohort) {
        return days.of(cohort.organization(), cohort.id())
                .filter(day -> day.isAfter(clock.instant()))
                .map(day ->
                        LocalDateTime.ofInstant(day, ZoneOffset.UTC)
                                .truncatedTo(ChronoUnit.MINUTES));
    }

    ModelAndView watch(Visit visit, Cohort cohort, Watch.Seen seen, List<Problem> problems) {
        return page("rollout/watch", visit, cohort, facts(visit, cohort), problems)
                .addObject("watched", seen);
    }

    /** To the list's page, or that page with what stood in the way. */
    ModelAndView after(Visit visit, Cohort cohort, Result<?> result) {
        return switch (result) {
            case Result.Ok<?> done -> new ModelAndView("redirect:" + path(visit, cohort));
            case Result.Refused<?>(List<Problem> problems) -> overview(visit, cohort, problems);
        };
    }
}
