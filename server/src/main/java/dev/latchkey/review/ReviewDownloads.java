package dev.latchkey.review;

import dev.latchkey.rollout.Cohort;
import dev.latchkey.rollout.Visit;
import dev.latchkey.web.SafeCsv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The review as CSV, streamed. */
@Controller
class ReviewDownloads {
    private final ReviewPages pages;
    private final IdpLists lists;
    private final RefusedLines lines;
    private final Comparisons comparisons;
    private final FindingLists findings;

    ReviewDownloads(
            ReviewPages pages,
            IdpLists lists,
            RefusedLines lines,
            Comparisons comparisons,
            FindingLists findings) {
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
            lines.stream(list, line -> write(csv, line.number(), line.problem(), line.content()));
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
            lines.strangers(
                    list,
                    cohort,
                    each -> write(csv, each.email(), each.name(), each.active() ? "yes" : "no"));
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
            findings.stream(cohort, kind, each -> write(csv, each));
        }
    }

    private IdpList current(Cohort cohort) {
        return lists.current(cohort.organization(), cohort.connection())
                .orElseThrow(ReviewPages::notFound);
    }

    private static void write(SafeCsv csv, FoundUser each) {
        FoundUser.Why why = each.why();
        write(
                csv,
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

    private static void write(SafeCsv csv, @Nullable Object... cells) {
        try {
            csv.line(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
