package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.database.Paged;
import dev.latchkey.directory.Visit;
import dev.latchkey.web.SafeCsv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The review as CSV. A page of it is read before it is sent, so a slow browser keeps no connection to the database. */
@Controller
class ReviewDownloads {
    private final ReviewPages pages;
    private final IdpLists lists;
    private final RefusedLines lines;
    private final Comparisons comparisons;
    private final FindingQueries findings;

    ReviewDownloads(
            ReviewPages pages,
            IdpLists lists,
            RefusedLines lines,
            Comparisons comparisons,
            FindingQueries findings) {
        this.pages = pages;
        this.lists = lists;
        this.lines = lines;
        this.comparisons = comparisons;
        this.findings = findings;
    }

    @GetMapping({
        ReviewPages.OPERATOR + "/comparison/refused.csv",
        ReviewPages.CUSTOMER + "/comparison/refused.csv"
    })
    void refused(
            Visit visit,
            @PathVariable("cohort") String sid,
            HttpServletResponse response,
            Model model)
            throws IOException {
        IdpList list = current(pages.cohort(visit, sid, model));
        try (SafeCsv csv = SafeCsv.download(response, "lines-not-taken.csv")) {
            csv.line("Line", "Problem", "Content");
            Paged.each(
                    (RefusedLines.@Nullable Line last) -> lines.behind(list, last),
                    line -> csv.line(line.number(), line.problem(), line.content()));
            stillThere(list);
        }
    }

    @GetMapping({
        ReviewPages.OPERATOR + "/comparison/only-in-idp.csv",
        ReviewPages.CUSTOMER + "/comparison/only-in-idp.csv"
    })
    void onlyInIdp(
            Visit visit,
            @PathVariable("cohort") String sid,
            HttpServletResponse response,
            Model model)
            throws IOException {
        Cohort cohort = pages.cohort(visit, sid, model);
        IdpList list = current(cohort);
        try (SafeCsv csv = SafeCsv.download(response, "only-in-identity-provider.csv")) {
            csv.line("Address", "Name", "Active");
            Paged.each(
                    (RefusedLines.@Nullable Stranger last) -> lines.strangers(list, cohort, last),
                    each -> csv.line(each.email(), each.name(), each.active() ? "yes" : "no"));
            stillThere(list);
        }
    }

    @GetMapping({
        ReviewPages.OPERATOR + "/readiness/{kind}/users.csv",
        ReviewPages.CUSTOMER + "/readiness/{kind}/users.csv"
    })
    void users(
            Visit visit,
            @PathVariable("cohort") String sid,
            @PathVariable("kind") String path,
            HttpServletResponse response,
            Model model)
            throws IOException {
        Cohort cohort = pages.cohort(visit, sid, model);
        FindingKind kind = ReviewPages.kind(path);
        comparisons.fresh(cohort);
        try (SafeCsv csv = SafeCsv.download(response, kind.path() + ".csv")) {
            csv.line(
                    "User",
                    "Address",
                    "Name",
                    "Likely address",
                    "Why",
                    "Accepted by",
                    "Accepted at",
                    "Reason",
                    "Correction waiting");
            Paged.each(
                    (@Nullable FoundUser last) -> findings.behind(cohort, kind, last),
                    each -> write(csv, each));
        }
    }

    private IdpList current(Cohort cohort) {
        return lists.current(cohort.organization(), cohort.connection())
                .orElseThrow(ReviewPages::notFound);
    }

    /** A list that was swept away meanwhile breaks off, so that nobody takes a part of it for the whole. */
    private void stillThere(IdpList list) throws IOException {
        if (lists.find(list.organization(), list.id()).isEmpty()) {
            throw new IOException("the list was replaced while it was read");
        }
    }

    private static void write(SafeCsv csv, FoundUser each) throws IOException {
        FoundUser.Why why = each.why();
        csv.line(
                each.user(),
                each.email(),
                each.name(),
                each.likely(),
                why == null ? null : why.text(),
                each.acceptedBy(),
                each.acceptedAt(),
                each.reason(),
                each.correctedTo());
    }
}
