package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.SeenError;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the columns of an uploaded file mean. Nothing is compared before a person has confirmed it. */
@Controller
@RequestMapping({
    ReviewPages.OPERATOR + "/comparison/columns",
    ReviewPages.CUSTOMER + "/comparison/columns"
})
class ColumnsController {
    private final ReviewPages pages;
    private final IdpLists lists;
    private final IdpUploads uploads;
    private final IdpListLoader loader;

    ColumnsController(ReviewPages pages, IdpLists lists, IdpUploads uploads, IdpListLoader loader) {
        this.pages = pages;
        this.lists = lists;
        this.uploads = uploads;
        this.loader = loader;
    }

    /** A choice in the form: a column with its heading, or its number where there is none. */
    record Choice(int place, String title) {}

    @GetMapping
    String show(Visit visit, @PathVariable("cohort") String sid, Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        IdpList list = lists.waiting(cohort.organization(), cohort.connection()).orElse(null);
        if (list == null || list.state() != IdpList.State.UPLOADED) {
            return back(visit, cohort);
        }
        List<Problem> problems =
                list.refusal() == null
                        ? List.of()
                        : List.of(new Problem(list.refusal(), list.refusalDetail()));
        return page(list, problems, model);
    }

    @PostMapping
    String confirm(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "false") boolean header,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String secondName,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String inactive,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        IdpList list = lists.waiting(cohort.organization(), cohort.connection()).orElse(null);
        if (list == null) {
            return back(visit, cohort);
        }
        if (!seen(list).is(seen)) {
            return page(list, List.of(new Problem(SeenError.CHANGED, null)), model);
        }
        Columns columns =
                new Columns(
                        header,
                        place(address),
                        place(name),
                        place(secondName),
                        place(status),
                        Columns.values(inactive));
        return switch (uploads.confirm(visit.caller(), cohort, list, columns)) {
            case Result.Ok<IdpList>(IdpList confirmed) -> read(visit, cohort, confirmed, model);
            case Result.Refused<IdpList>(List<Problem> problems) ->
                    problems.getFirst().code() == ReviewError.UPLOAD_GONE
                            ? back(visit, cohort) // the first of two clicks has confirmed it
                            : page(list, problems, model);
        };
    }

    private static int place(String typed) {
        return typed.matches("[0-9]{1,4}") ? Integer.parseInt(typed) : Columns.NONE;
    }

    private String read(Visit visit, Cohort cohort, IdpList list, Model model) {
        if (!IdpUploads.atOnce(list)) {
            uploads.later(visit.caller().actor(), cohort, list);
            return back(visit, cohort);
        }
        return switch (loader.load(visit.caller().actor(), cohort.organization(), list.id())) {
            case Result.Ok<IdpList> done ->
                    "redirect:" + ReviewPages.place(visit, cohort) + "/readiness";
            case Result.Refused<IdpList>(List<Problem> problems) ->
                    lists.find(cohort.organization(), list.id())
                            .map(each -> page(each, problems, model))
                            .orElseGet(() -> back(visit, cohort));
        };
    }

    /** The file whose first lines the page showed: another upload takes its place. */
    private static Seen seen(IdpList list) {
        return Seen.of(list.id());
    }

    @DeleteMapping
    String discard(
            Visit visit,
            @PathVariable("cohort") String sid,
            @RequestParam(defaultValue = "") String seen,
            Model model) {
        Cohort cohort = pages.cohort(visit, sid, model);
        IdpList list = lists.waiting(cohort.organization(), cohort.connection()).orElse(null);
        if (list != null && !seen(list).is(seen)) {
            return page(list, List.of(new Problem(SeenError.CHANGED, null)), model);
        }
        return uploads.discard(visit.caller(), cohort)
                                instanceof Result.Refused<Boolean>(List<Problem> problems)
                        && list != null
                ? page(list, problems, model)
                : back(visit, cohort);
    }

    private static String back(Visit visit, Cohort cohort) {
        return "redirect:" + ReviewPages.place(visit, cohort) + "/comparison";
    }

    private String page(IdpList list, List<Problem> problems, Model model) {
        List<List<String>> lines = uploads.preview(list);
        Columns columns = IdpUploads.suggested(list, lines);
        model.addAttribute("problems", problems);
        model.addAttribute("list", list);
        model.addAttribute("seen", seen(list));
        model.addAttribute("columns", columns);
        model.addAttribute("choices", choices(lines, columns.header()));
        model.addAttribute("lines", lines);
        return "review/columns";
    }

    private static List<Choice> choices(List<List<String>> lines, boolean header) {
        int width = lines.stream().mapToInt(List::size).max().orElse(0);
        List<String> first = lines.getFirst();
        return IntStream.range(0, width)
                .mapToObj(i ->
                        new Choice(
                                i,
                                header && i < first.size() && !first.get(i).isBlank()
                                        ? first.get(i)
                                        : "Column " + (i + 1)))
                .toList();
    }
}
